package org.deploynet.engine.consent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.engine.consent.Refusal.Why;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.key.KeyId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsentTest {
    private static final long PRICE = 1_000_000;
    private static final KeyId SITE = new KeyId("5f".repeat(20));
    private static final Optional<String> ORIGIN = Optional.of("https://a.example");

    @TempDir
    private Path folder;

    private StateStore state;
    private Consent consent;

    @BeforeEach
    void open() throws IOException {
        state = StateStore.open(folder);
        consent = new Consent(state);
    }

    @AfterEach
    void close() {
        state.close();
    }

    private void restart() throws IOException {
        close();
        open();
    }

    private Optional<Why> refusal(long price) {
        return consent.refusal(SITE, price).map(Refusal::why);
    }

    @Test
    void servesWhateverNobodyDecidedAbout() {
        assertEquals(Optional.empty(), refusal(PRICE));
        assertEquals(Optional.empty(), refusal(0));
    }

    @Test
    void remembersWhatIsBlockedAndWhetherItIsKept() throws IOException {
        consent.block(SITE, false, ORIGIN);
        restart();
        assertEquals(Optional.of(Why.BLOCKED), refusal(PRICE));
        assertTrue(consent.drops(SITE));
        assertFalse(consent.keeps(SITE));
        consent.block(SITE, true, ORIGIN);
        restart();
        assertEquals(Optional.of(Why.BLOCKED), refusal(PRICE));
        assertTrue(consent.keeps(SITE));
        assertFalse(consent.drops(SITE));
        assertEquals(List.of(new Decision(SITE, Decision.Kind.BLOCKED_KEPT, ORIGIN)), consent.decisions());
    }

    @Test
    void allowingUndoesABlockAndLeavesNothingBehind() throws IOException {
        consent.block(SITE, false, Optional.empty());
        consent.allow(SITE, ORIGIN);
        assertEquals(Optional.empty(), refusal(PRICE));
        restart();
        assertEquals(List.of(), consent.decisions());
        assertEquals(Optional.empty(), refusal(PRICE));
    }

    @Test
    void allowingWhatIsNotBlockedIsAWordOfItsOwn() throws IOException {
        consent.allow(SITE, ORIGIN);
        restart();
        assertEquals(List.of(new Decision(SITE, Decision.Kind.ALLOWED, ORIGIN)), consent.decisions());
        consent.block(SITE, false, ORIGIN);
        assertEquals(Optional.of(Why.BLOCKED), refusal(PRICE));
    }

    @Test
    void declinesUnpaidVisitsOnlyWhereTheOwnerSaysSo() {
        consent.serveUnpaid(false);
        assertEquals(Optional.of(Why.UNPAID), refusal(0));
        assertEquals(Optional.empty(), refusal(1));
        consent.serveUnpaid(true);
        assertEquals(Optional.empty(), refusal(0));
    }

    @Test
    void aNoteThatSomebodyElseWroteIsNoDecision() throws IOException {
        state.keepNotes(Map.of("consent/" + SITE.hex(), "whatever"));
        restart();
        assertEquals(List.of(), consent.decisions());
    }

    @Test
    void hasABound() {
        for (int i = 0; i < Consent.MOST_DECISIONS; i++) {
            consent.allow(new KeyId(String.format("%040x", i)), Optional.empty());
        }
        org.junit.jupiter.api.Assertions.assertThrows(
                IllegalArgumentException.class, () -> consent.block(SITE, false, ORIGIN));
        consent.block(new KeyId(String.format("%040x", 7)), false, ORIGIN);
    }
}
