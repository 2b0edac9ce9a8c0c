package org.deploynet.signaling.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.deploynet.protocol.signaling.TurnCredentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnRelayTest {
    private static final String SECRET = "d7f0c2b19e5a4d63a8b1";
    private static final List<String> URLS = List.of("turn:turn.example", "turns:[2001:db8::1]:5349?transport=tcp");
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private final TurnRelay relay = new TurnRelay(URLS, SECRET);

    // printf %s "1795780800:q0VjVd1vM2k9mJcB" | openssl dgst -sha1 -hmac d7f0c2b19e5a4d63a8b1 -binary | base64
    @Test
    void thePasswordIsWhatOpensslMakesOfTheNameAndTheSecret() {
        assertEquals(
                new TurnCredentials(URLS, "1795780800:q0VjVd1vM2k9mJcB", "N/hrwp9l8pZZw+qsj3xVB4TR3Dw="),
                relay.lend(Instant.ofEpochSecond(1_795_780_800), "q0VjVd1vM2k9mJcB"));
    }

    @Test
    void theNameEndsFiveMinutesAfterTheTicketAndNoTwoAreAlike() {
        TurnCredentials one = relay.lend(NOW);
        TurnCredentials other = relay.lend(NOW);
        long until = NOW.plusSeconds(15 * 60).getEpochSecond();
        assertTrue(one.username().matches(until + ":[A-Za-z0-9_-]{16}"), one.username());
        assertTrue(other.username().startsWith(until + ":"), other.username());
        assertNotEquals(one.username(), other.username());
        assertNotEquals(one.credential(), other.credential());
    }

    @Test
    void neitherSecretNorCredentialsAreInItsWords() {
        TurnCredentials lent = relay.lend(NOW);
        assertFalse(relay.toString().contains(SECRET), relay::toString);
        assertFalse(lent.toString().contains(lent.username()), lent::toString);
        assertFalse(lent.toString().contains(lent.credential()), lent::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stun:turn.example",
                "turn:turn.example:443",
                "turn:turn.example:1023",
                "turn:turn.example:5060",
                "turn.example:3478",
                "turns:turn.example?transport=udp"
            })
    void aServerThatSuperPeersWouldNotUseIsRefused(String url) {
        assertFalse(TurnRelay.isUsable(url));
        assertThrows(IllegalArgumentException.class, () -> new TurnRelay(List.of(url), SECRET));
    }

    @Test
    void aSecretThatCanBeGuessedOrThatCoturnReadsOtherwiseIsRefused() {
        assertTrue(TurnRelay.isUsable("turn:turn.example:1024"));
        var _ = new TurnRelay(URLS, "s".repeat(16));
        for (String secret : List.of("s".repeat(15), "s".repeat(1_025), "s".repeat(16) + " s", "s".repeat(16) + "ß")) {
            assertThrows(IllegalArgumentException.class, () -> new TurnRelay(URLS, secret), secret);
        }
    }

    @Test
    void noneAndMoreThanFourAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new TurnRelay(List.of(), SECRET));
        List<String> five = Collections.nCopies(5, "turn:turn.example");
        assertThrows(IllegalArgumentException.class, () -> new TurnRelay(five, SECRET));
    }
}
