package org.deploynet.signaling.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefixesTest {
    @ParameterizedTest
    @CsvSource({
        "9.9.9.9, 9.9.9.9, true",
        "9.9.9.9, 9.9.9.10, false",
        "2620:fe:0:1::1, 2620:fe:0:1:ffff::2, true",
        "2620:fe:0:1::1, 2620:fe:0:2::1, false",
        "9.9.9.9, 2620:fe::9, false",
        // A proxy, or a laboratory: all the world comes from there.
        "127.0.0.1, 127.0.0.1, false",
        "10.0.0.1, 10.0.0.1, false",
        "100.64.0.1, 100.64.0.1, false",
    })
    void aHomeIsOnePublicAddressOrOneSlash64(String one, String other, boolean same) {
        assertEquals(same, Prefixes.sameHome(InetAddress.ofLiteral(one), InetAddress.ofLiteral(other)));
    }
}
