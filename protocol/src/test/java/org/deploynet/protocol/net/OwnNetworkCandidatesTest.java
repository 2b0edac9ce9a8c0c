package org.deploynet.protocol.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnNetworkCandidatesTest {
    private final Candidates ownNetwork = Candidates.publicOnly().withOwnNetwork();

    @ParameterizedTest
    @CsvSource({
        "9.9.9.9, true",
        "2620:fe::9, true",
        "10.0.0.2, true",
        "172.16.0.1, true",
        "172.32.0.1, true",
        "192.168.255.254, true",
        "fc00::1, true",
        "fdff::1, true",
        "fe00::1, false",
        "fe80::1, false",
        "::1, false",
        "127.0.0.1, false",
        "169.254.1.1, false",
        "100.64.0.1, false",
        "0.0.0.0, false",
        "224.0.0.1, false",
        "2001:db8::1, false",
        "::ffff:10.0.0.2, false",
    })
    void hasTheAddressesOfAHomeBesideThePublicOnes(String address, boolean allowed) {
        assertEquals(allowed, ownNetwork.allows("candidate:1 1 udp 2122260223 " + address + " 40000 typ host"));
    }

    @Test
    void staysOpenWhereAllIsAllowed() {
        Candidates all = Candidates.withLocal();
        assertSame(all, all.withOwnNetwork());
    }
}
