package org.deploynet.engine.link.rtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.onvoid.webrtc.RTCIceServer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.deploynet.protocol.net.Candidates;
import org.deploynet.protocol.signaling.TurnCredentials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnServersTest {
    private static final String NAME = "1795780800:q0VjVd1vM2k9mJcB";
    private static final String PASSWORD = "N/hrwp9l8pZZw+qsj3xVB4TR3Dw=";
    private static final Logger LOG = Logger.getLogger(TurnServers.class.getName());

    private final TurnServers servers = new TurnServers(Candidates.publicOnly(), TurnServersTest::addresses);
    private final List<String> logged = new ArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord said) {
            logged.add(new SimpleFormatter().formatMessage(said));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listens() {
        LOG.addHandler(listener);
    }

    @AfterEach
    void hearsNothingMore() {
        LOG.removeHandler(listener);
    }

    @Test
    void areHandedOnInNumbersWithTheCredentialsAndForTlsWithTheName() {
        List<RTCIceServer> allowed = servers.allowed(lent(
                "turn:turn.example",
                "turn:[2620:fe::fe]:5000?transport=tcp",
                "turns:turn.example",
                "turn:mixed.example?transport=udp"));
        assertEquals(
                List.of(
                        "turn:9.9.9.9:3478?transport=udp",
                        "turn:[2620:fe:0:0:0:0:0:fe]:5000?transport=tcp",
                        "turns:9.9.9.9:5349",
                        "turn:9.9.9.10:3478?transport=udp"),
                urls(allowed));
        assertEquals("turn.example", allowed.get(2).hostname);
        for (RTCIceServer each : allowed) {
            assertEquals(NAME, each.username);
            assertEquals(PASSWORD, each.password);
        }
        assertEquals(List.of(), logged);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "turn:private.example",
                "turn:192.168.1.1",
                "turn:127.0.0.1:3478?transport=tcp",
                "turns:[::1]",
                "turn:[::ffff:10.0.0.1]:3478",
                "turn:169.254.169.254",
                "turn:9.9.9.9:53",
                "turn:9.9.9.9:443?transport=tcp",
                "turn:9.9.9.9:5060",
                "turn:unknown.example",
                "stun:turn.example",
                "turn:turn.example?transport=sctp",
                "turn:" + NAME + ":" + PASSWORD + "@turn.example",
                "turn:turn.example\r\nturn:10.0.0.1",
                "",
            })
    void areLeftOutWithAWordWhereThisComputerMayNotTalkToThemOrTheyAreNone(String url) {
        assertEquals(List.of("turn:9.9.9.9:3478?transport=udp"), urls(servers.allowed(lent(url, "turn:turn.example"))));
        saidOnceWithoutASecret();
    }

    @Test
    void aUrlOfSixtyThousandCharactersIsNotRepeated() {
        assertEquals(List.of(), servers.allowed(lent("turn:" + "a".repeat(60_000))));
        saidOnceWithoutASecret();
        assertTrue(logged.getFirst().length() < 200, logged.getFirst());
    }

    @Test
    void moreThanFourAreNoneAtAll() {
        assertEquals(4, servers.allowed(lent(copies(4))).size());
        assertEquals(List.of(), servers.allowed(lent(copies(5))));
        saidOnceWithoutASecret();
    }

    @Test
    void aNameOrPasswordThatLibwebrtcWouldRefuseTakesTheRelayAway() {
        for (String word : List.of("", "a".repeat(257), "a".repeat(60_000), "a b", "a\nb", "ä", "\0")) {
            assertEquals(List.of(), servers.allowed(new TurnCredentials(List.of("turn:9.9.9.9"), word, PASSWORD)));
            assertEquals(List.of(), servers.allowed(new TurnCredentials(List.of("turn:9.9.9.9"), NAME, word)));
        }
        saidOnceWithoutASecret();
        String longest = "a".repeat(256);
        assertEquals(
                1,
                servers.allowed(new TurnCredentials(List.of("turn:9.9.9.9"), longest, longest))
                        .size());
    }

    @Test
    void theSameIsSaidOnceHoweverManyOffersBringIt() {
        for (int offer = 0; offer < 100; offer++) {
            servers.allowed(lent("turn:192.168.1.1"));
        }
        assertEquals(1, logged.size());
        servers.allowed(lent("turn:192.168.1.2"));
        assertEquals(2, logged.size());
    }

    @Test
    void mayBeLocalWhereTheOwnerSaysSo() {
        var local = new TurnServers(Candidates.withLocal(), TurnServersTest::addresses);
        assertEquals(List.of("turn:192.168.1.1:3478?transport=udp"), urls(local.allowed(lent("turn:192.168.1.1"))));
    }

    private void saidOnceWithoutASecret() {
        assertEquals(1, logged.size(), logged::toString);
        assertFalse(logged.getFirst().contains(PASSWORD), logged.getFirst());
        assertFalse(logged.getFirst().contains(NAME), logged.getFirst());
    }

    private static TurnCredentials lent(String... urls) {
        return new TurnCredentials(Arrays.asList(urls), NAME, PASSWORD);
    }

    private static String[] copies(int count) {
        return Collections.nCopies(count, "turn:turn.example").toArray(String[]::new);
    }

    private static List<String> urls(List<RTCIceServer> servers) {
        return servers.stream().map(server -> server.urls.getFirst()).toList();
    }

    private static InetAddress[] addresses(String host) throws UnknownHostException {
        List<String> numbers = switch (host) {
            case "turn.example" -> List.of("9.9.9.9");
            case "private.example" -> List.of("10.0.0.1", "fd00::1");
            case "mixed.example" -> List.of("127.0.0.1", "9.9.9.10");
            default -> List.of(host);
        };
        if (!numbers.getFirst().matches("[0-9.]+|.*:.*")) {
            throw new UnknownHostException(host);
        }
        return numbers.stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }
}
