package org.deploynet.signaling.pairing;

import static org.deploynet.protocol.signaling.Reachability.BLOCKED;
import static org.deploynet.protocol.signaling.Reachability.MODERATE;
import static org.deploynet.protocol.signaling.Reachability.OPEN;
import static org.deploynet.protocol.signaling.Reachability.STRICT;
import static org.deploynet.protocol.signaling.Reachability.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.deploynet.protocol.signaling.Reachability;
import org.junit.jupiter.api.Test;

/** Candidates as Chromium 156 and Firefox 153 give them, by the numbers. */
class VisitorReachTest {
    private static final String NAMED =
            "candidate:3208 1 udp 2113937151 0f0e1d2c-3b4a-4958-8776-a5b4c3d2e1f0.local 41000 typ host generation 0 ufrag x";
    private static final String TCP =
            "candidate:3209 1 tcp 1518280447 192.168.1.7 9 typ host tcptype active generation 0";
    private static final String END = "";

    private static String seen(String address, int port) {
        return "candidate:842 1 udp 1677729535 " + address + " " + port
                + " typ srflx raddr 0.0.0.0 rport 0 generation 0";
    }

    private static String seen(String address, int port, int basePort) {
        return "candidate:842 1 UDP 1677729535 " + address + " " + port + " typ srflx raddr 192.168.1.7 rport "
                + basePort;
    }

    private static String host(String address) {
        return "candidate:1 1 udp 2113937151 " + address + " 41000 typ host";
    }

    private static Reach reach(int endpoints, String... candidates) {
        var reach = new VisitorReach(endpoints);
        List.of(candidates).forEach(reach::saw);
        return reach.now();
    }

    private static void assertNat(Reachability expected, int endpoints, String... candidates) {
        assertEquals(new Reach(expected, false), reach(endpoints, candidates));
    }

    @Test
    void twoPortsOfOneSocketAreStrictAtOnce() {
        assertNat(STRICT, 2, NAMED, seen("203.0.113.7", 50_000), seen("203.0.113.7", 50_001));
        assertNat(STRICT, 2, seen("203.0.113.7", 50_000), seen("203.0.113.8", 50_000), END);
        assertNat(STRICT, 2, seen("203.0.113.7", 50_000, 41_000), seen("203.0.113.7", 50_001, 41_000), END);
    }

    @Test
    void onePortIsModerateOnlyOnceAllWereAskedAndThereWereTwoToAsk() {
        assertNat(MODERATE, 2, NAMED, TCP, seen("203.0.113.7", 50_000), END);
        assertNat(UNKNOWN, 2, NAMED, seen("203.0.113.7", 50_000));
        assertNat(UNKNOWN, 1, NAMED, seen("203.0.113.7", 50_000), END);
    }

    @Test
    void twoSocketsWithAPortEachAreModerate() {
        assertNat(MODERATE, 2, seen("203.0.113.7", 50_000, 41_000), seen("203.0.113.7", 50_001, 41_001), END);
    }

    @Test
    void anAnswerTwiceIsOne() {
        assertNat(MODERATE, 2, seen("203.0.113.7", 50_000), seen("203.0.113.7", 50_000), END);
    }

    @Test
    void whomNoServerAnswersIsBlockedOnceThatIsOver() {
        assertNat(BLOCKED, 1, NAMED, END);
        assertNat(BLOCKED, 2, host("192.168.1.7"), TCP, END);
        assertNat(UNKNOWN, 2, NAMED);
        assertNat(UNKNOWN, 0, NAMED, END);
        assertNat(UNKNOWN, 2, END);
        assertNat(UNKNOWN, 2, TCP, END);
    }

    @Test
    void aPublicAddressOfItsOwnIsOpen() {
        assertNat(OPEN, 0, host("8.8.8.8"));
        assertNat(OPEN, 2, host("192.168.1.7"), host("8.8.8.8"), END);
    }

    @Test
    void globalIpv6IsTold() {
        assertEquals(new Reach(UNKNOWN, true), reach(2, host("2a00:1450:4001::1")));
        assertEquals(new Reach(BLOCKED, true), reach(2, NAMED, seen("2a00:1450:4001::1", 41_000), END));
        assertEquals(new Reach(UNKNOWN, false), reach(2, host("fe80::1")));
    }

    @Test
    void whatIsNoCandidateSaysNothing() {
        assertNat(
                UNKNOWN,
                2,
                "candidate:",
                "candidate:1 1 udp 1 999.1.1.1 5 typ srflx",
                "x".repeat(512),
                "candidate:1 2 udp 1 8.8.8.8 5000 typ host");
    }

    @Test
    void aFloodOfCandidatesIsNotLookedAt() {
        var reach = new VisitorReach(2);
        for (int i = 0; i < 40; i++) {
            reach.saw(seen("203.0.113.7", 50_000));
        }
        reach.saw(seen("203.0.113.7", 50_001));
        reach.saw(END);
        assertEquals(MODERATE, reach.now().nat());
    }

    @Test
    void anOfferThatHasAllInItIsComplete() {
        var reach = new VisitorReach(2);
        reach.sawOffer("v=0\r\na=" + NAMED + "\r\na=" + seen("203.0.113.7", 50_000) + "\r\n");
        assertEquals(UNKNOWN, reach.now().nat());
        reach.sawOffer("v=0\r\na=end-of-candidates\r\n");
        assertEquals(MODERATE, reach.now().nat());
    }

    @Test
    void serversOfIpv4AreCountedOnce() {
        assertEquals(
                2,
                VisitorReach.endpoints(
                        List.of("stun:192.0.2.1:3478", "stun:192.0.2.1:3479", "stun:[2001:db8::1]:3478")));
        assertEquals(1, VisitorReach.endpoints(List.of("stun:stun.example", "stun:stun.example:3478", "nonsense")));
    }
}
