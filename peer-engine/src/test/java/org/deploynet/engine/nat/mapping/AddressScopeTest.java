package org.deploynet.engine.nat.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class AddressScopeTest {
    @Test
    void aProvidersTranslatorASecondRouterAndThePublicAreToldApart() {
        scope(AddressScope.CARRIER_GRADE, "100.64.0.0", "100.127.255.255");
        scope(AddressScope.NOT_PUBLIC, "192.168.1.7", "10.0.0.1", "172.16.0.1", "127.0.0.1", "169.254.1.1");
        scope(AddressScope.NOT_PUBLIC, "0.0.0.0", "224.0.0.1", "255.255.255.255", "203.0.113.1", "fe80::1", "fc00::1");
        scope(AddressScope.PUBLIC, "100.63.255.255", "100.128.0.0", "8.8.8.2", "2606:4700::1111");
    }

    private static void scope(AddressScope scope, String... addresses) {
        for (String address : addresses) {
            assertEquals(scope, AddressScope.of(InetAddress.ofLiteral(address)), address);
        }
    }
}
