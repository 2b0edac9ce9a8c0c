package org.deploynet.engine.nat.mapping;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.deploynet.control.nat.MappingProtocol;
import org.deploynet.engine.nat.mapping.RealRouter.Client;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The port mapper as a process in a home whose router runs miniupnpd: what the router's kernel says counts. */
@EnabledIfEnvironmentVariable(named = "DEPLOYNET_NETNS", matches = "1", disabledReason = "needs network namespaces")
@Timeout(120)
class MiniupnpdTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PORT = 40_000;
    private static final String FORWARD = "th dport 40000 dnat ip to 192.168.7.2:40000";

    @BeforeAll
    static void isHere() throws Exception {
        try {
            RealRouter.up().close();
        } catch (RealRouter.NotHereException e) {
            abort(e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(MappingProtocol.class)
    void mapsReceivesRenewsAndRemoves(MappingProtocol protocol) throws Exception {
        try (var router = RealRouter.up()) {
            var client = client(router, protocol, 10);
            try (client) {
                saying(client, "attempt " + protocol + " 192.168.7.1 MAPPED 0 8.8.8.2:40000 10");
                assertTrue(router.forwards().contains(FORWARD), router.forwards());
                long end = router.leaseEnd(PORT);
                assertTrue(end > 0, "no lease was written down");
                await().atMost(PATIENCE).until(() -> {
                    router.sendFromPublic(PORT, "hello");
                    return client.said("got hello");
                });
                await().atMost(PATIENCE).until(() -> router.leaseEnd(PORT) > end);
                assertTrue(router.forwards().contains(FORWARD), router.forwards());
            }
            await().until(() -> client.said("closed"));
            assertFalse(router.forwards().contains("dnat"), router.forwards());
            assertEquals(0, router.leaseEnd(PORT));
        }
    }

    @ParameterizedTest
    @EnumSource(MappingProtocol.class)
    void whatAKilledProcessMappedEndsWithItsLease(MappingProtocol protocol) throws Exception {
        try (var router = RealRouter.up();
                var client = client(router, protocol, 6)) {
            saying(client, "attempt " + protocol + " 192.168.7.1 MAPPED");
            client.kill();
            assertTrue(router.forwards().contains(FORWARD), "nobody could remove it");
            await().atMost(PATIENCE).until(() -> !router.forwards().contains("dnat"));
        }
    }

    @Test
    void asksInAllProtocolsMapsOnceAndSendsNothingElsewhere() throws Exception {
        try (var router = RealRouter.up()) {
            router.rules("""
                    table inet watch {
                      counter elsewhere {}
                      chain leaving { type filter hook output priority 0;
                        ip daddr 192.168.7.1 accept
                        meta l4proto { tcp, udp } counter name elsewhere
                      }
                    }
                    """);
            try (var client = new Client(router, MapUntilKilled.class, "ALL", String.valueOf(PORT), "3600")) {
                saying(client, "attempt UPNP_IGD");
                assertTrue(client.said("attempt PCP 192.168.7.1 MAPPED 0 8.8.8.2:40000 3600"), client.lines() + "");
                assertTrue(client.said("attempt NAT_PMP 192.168.7.1 NOT_NEEDED 0 8.8.8.2:0"), client.lines() + "");
                assertTrue(client.said("attempt UPNP_IGD 192.168.7.1 NOT_NEEDED 0 8.8.8.2:0"), client.lines() + "");
                assertEquals(1, count(router.forwards(), "dnat"));
            }
            assertEquals(0, count(router.forwards(), "dnat"));
            assertTrue(
                    router.run("home", "nft", "list", "counter", "inet", "watch", "elsewhere")
                            .contains("packets 0 "),
                    "something was sent to others");
        }
    }

    @ParameterizedTest
    @EnumSource(MappingProtocol.class)
    void aPortThatTheRoutersOwnRulesDenyIsMappedFromAnother(MappingProtocol protocol) throws Exception {
        try (var router = RealRouter.up("deny 40000 192.168.7.0/24 0-65535");
                var client = client(router, protocol, 60)) {
            saying(client, "attempt " + protocol + " 192.168.7.1 MAPPED 0 8.8.8.2:40001 60");
            assertTrue(router.forwards().contains("th dport 40001 dnat ip to 192.168.7.2:40000"), router.forwards());
        }
    }

    @Test
    void aDeviceOfTheFirstVersionRefusesWhatItsRulesDeny() throws Exception {
        try (var router = RealRouter.up("force_igd_desc_v1=yes", "deny 40000 192.168.7.0/24 0-65535");
                var client = client(router, MappingProtocol.UPNP_IGD, 60)) {
            saying(client, "attempt UPNP_IGD 192.168.7.1 REFUSED 606 ");
            assertFalse(router.forwards().contains("dnat"), router.forwards());
        }
    }

    @ParameterizedTest
    @CsvSource({"PCP, 8", "NAT_PMP, 3", "UPNP_IGD, 501"})
    void aRouterBehindACarriersTranslatorRefuses(MappingProtocol protocol, int code) throws Exception {
        try (var router = RealRouter.behind("100.64.0");
                var client = client(router, protocol, 60)) {
            saying(client, "attempt " + protocol + " 192.168.7.1 REFUSED " + code + " ");
            assertFalse(router.forwards().contains("dnat"), router.forwards());
        }
    }

    private static Client client(RealRouter router, MappingProtocol protocol, int leaseSeconds) throws IOException {
        return new Client(
                router, MapUntilKilled.class, protocol.name(), String.valueOf(PORT), String.valueOf(leaseSeconds));
    }

    private static void saying(Client client, String beginning) {
        try {
            await().atMost(PATIENCE).until(() -> client.said(beginning) || client.isOver());
        } catch (ConditionTimeoutException e) {
            // Told below.
        }
        assertTrue(client.said(beginning), "\"" + beginning + "\" is not in " + client.lines());
    }

    private static long count(String text, String what) {
        return Pattern.compile(Pattern.quote(what)).matcher(text).results().count();
    }
}
