package org.deploynet.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.onvoid.webrtc.PeerConnectionFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.deploynet.engine.link.rtc.RtcOptions;
import org.deploynet.engine.link.rtc.RtcPeers;
import org.deploynet.protocol.net.Candidates;
import org.deploynet.protocol.signaling.Candidate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Where a visitor's offer can make native code send packets to, as the kernel counts them. One candidate of each offer is
 * allowed: once that one was tried, the others would have been, too.
 */
@EnabledIfEnvironmentVariable(
        named = "DEPLOYNET_NETNS",
        matches = "1",
        disabledReason = "needs a namespace with a veth pair")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileOffersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int A_LINK = 9;
    private static final String RULES = """
            table inet deploynet_hostile {
              counter private4 {}
              counter private6 {}
              counter elsewhere {}
              set tried { type inet_service; size 1024; flags dynamic; }
              set list4 { type ipv4_addr; flags interval; elements = { 0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8,
                169.254.0.0/16, 172.16.0.0/12, 192.0.0.0/24, 192.0.2.0/24, 192.31.196.0/24, 192.52.193.0/24, 192.88.99.0/24,
                192.168.0.0/16, 192.175.48.0/24, 198.18.0.0/15, 198.51.100.0/24, 203.0.113.0/24, 224.0.0.0/3 } }
              set list6 { type ipv6_addr; flags interval; elements = { ::/3, 2001::/23, 2001:db8::/32, 2002::/16,
                2620:4f:8000::/48, 3fff::/20, 4000::/2, 8000::/1 } }
              chain leaving { type filter hook output priority 0;
                meta l4proto != { tcp, udp } accept
                ip daddr @list4 counter name private4 accept
                ip6 daddr @list6 counter name private6 accept
                ip daddr 8.8.8.8 update @tried { udp dport } accept
                counter name elsewhere
              }
            }
            """;
    private static final Pattern PACKETS = Pattern.compile("packets ([0-9]+)");

    private static final List<String> FORBIDDEN = List.of(
            "0.0.0.0",
            "10.77.0.1",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.251",
            "255.255.255.255",
            "::",
            "::1",
            "::10.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::10.0.0.1",
            "100::1",
            "2001:0:a00:1::f5ff:fffe",
            "2001:db8::1",
            "2002:a00:1::1",
            "3fff::1",
            "fc00::1",
            "fd77::2",
            "fe80::1",
            "fec0::1",
            "ff02::fb",
            "localhost",
            "router.lan",
            "0f3c1d2e-aaaa-bbbb-cccc-0123456789ab.local",
            "0x0a.0.0.1",
            "012.0.0.1",
            "167772161",
            "10.1");

    private PeerConnectionFactory browser;

    @BeforeAll
    void count() throws Exception {
        assumeTrue(Nftables.isAllowed(), "needs root in the namespace");
        Nftables.add(RULES);
        Nftables.run("", "ip", "-6", "address", "add", "fd77::1/64", "dev", "dn0", "nodad");
        Nftables.run("", "ip", "-6", "route", "add", "default", "via", "fd77::2", "dev", "dn0");
        browser = RtcEnd.factory();
    }

    @AfterAll
    void stopCounting() throws Exception {
        if (browser != null) {
            browser.dispose();
            Nftables.run("", "ip", "-6", "address", "del", "fd77::1/64", "dev", "dn0");
            Nftables.add("delete table inet deploynet_hostile");
        }
    }

    @Test
    void sendNoPacketToAnAddressOnTheList() throws Exception {
        long private4 = packets("private4");
        long private6 = packets("private6");
        offerAll(Candidates.publicOnly());
        assertEquals(0, packets("private4") - private4);
        assertEquals(0, packets("private6") - private6);
        assertEquals(0, packets("elsewhere"));
    }

    @Test
    void wouldSendThemIfTheOwnerHadOpenedTheList() throws Exception {
        long private4 = packets("private4");
        long private6 = packets("private6");
        offerAll(Candidates.withLocal());
        assertTrue(packets("private4") > private4);
        assertTrue(packets("private6") > private6);
    }

    private void offerAll(Candidates candidates) throws Exception {
        Nftables.add("flush set inet deploynet_hostile tried");
        try (var peers = RtcPeers.start(RtcOptions.with(candidates))) {
            List<Integer> allowed = new ArrayList<>();
            for (int from = 0; from < FORBIDDEN.size(); from += A_LINK) {
                int port = 50_000 + from;
                List<String> some = FORBIDDEN.subList(from, Math.min(FORBIDDEN.size(), from + A_LINK));
                offer(peers, "link-" + from, some, port);
                allowed.add(port);
            }
            await().atMost(PATIENCE).until(() -> allowed.stream().allMatch(HostileOffersTest::wasTried));
        }
    }

    // Half of them in the offer, all of them afterwards; what is allowed comes last.
    private void offer(RtcPeers peers, String link, List<String> addresses, int port) throws Exception {
        var sdp = new StringBuilder(honestOffer().replace("c=IN IP4 0.0.0.0", "c=IN IP4 10.0.0.2"));
        sdp.append("a=rtcp:9 IN IP4 10.0.0.3\r\na=remote-candidates:1 10.0.0.4 50000\r\n");
        addresses.forEach(
                address -> sdp.append("a=").append(candidate(address, 50_000)).append("\r\n"));
        sdp.append("a=").append(candidate("8.8.8.8", 53)).append("\r\n");
        peers.accept(link, sdp.toString(), new HandshakeNotes());
        addresses.forEach(address -> peers.candidate(new Candidate(link, candidate(address, 50_001), "0", 0)));
        peers.candidate(new Candidate(link, candidate("8.8.8.8", port), "0", 0));
    }

    private static String candidate(String address, int port) {
        return "candidate:1 1 udp 2122260223 " + address + " " + port + " typ host generation 0";
    }

    private String honestOffer() throws Exception {
        try (var end = new RtcEnd(browser, RtcEnd.Events.NONE)) {
            return end.offer();
        }
    }

    private static boolean wasTried(int port) {
        try {
            return Nftables.list("set", "inet", "deploynet_hostile", "tried").contains(String.valueOf(port));
        } catch (IOException e) {
            throw new IllegalStateException("the kernel does not tell its rules", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static long packets(String counter) throws IOException, InterruptedException {
        var found = PACKETS.matcher(Nftables.list("counter", "inet", "deploynet_hostile", counter));
        assertTrue(found.find(), counter);
        return Long.parseLong(found.group(1));
    }
}
