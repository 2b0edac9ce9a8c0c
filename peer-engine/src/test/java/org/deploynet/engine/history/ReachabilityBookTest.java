package org.deploynet.engine.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.deploynet.control.nat.NatClass;
import org.deploynet.control.nat.NetworkReport.Past;
import org.deploynet.engine.storage.StateStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachabilityBookTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir
    private Path folder;

    private Instant now = START;
    private StateStore state;
    private ReachabilityBook book;

    @BeforeEach
    void open() throws IOException {
        state = StateStore.open(folder);
        book = new ReachabilityBook(state, () -> now);
    }

    @AfterEach
    void close() {
        state.close();
    }

    private void found(NatClass natClass, Duration later) {
        now = now.plus(later);
        book.found(natClass);
    }

    private long rows() {
        return state.read(session -> session.number("select count(*) from nat_class"));
    }

    @Test
    void saysSinceWhenAndWhatWasBeforeAlsoAfterAStart() throws IOException {
        found(NatClass.MODERATE, Duration.ZERO);
        found(NatClass.MODERATE, Duration.ofHours(30));
        found(NatClass.OPEN, Duration.ofHours(1));
        close();
        open();
        found(NatClass.OPEN, Duration.ofHours(1));
        assertEquals(
                List.of(new Past(NatClass.OPEN, START.plus(Duration.ofHours(31))), new Past(NatClass.MODERATE, START)),
                book.past(5));
        assertEquals(List.of(new Past(NatClass.OPEN, START.plus(Duration.ofHours(31)))), book.past(1));
    }

    @Test
    void writesWhereTheClassChangedOrADayPassedAndNothingElse() {
        found(NatClass.MODERATE, Duration.ZERO);
        found(NatClass.MODERATE, Duration.ofHours(24).minusSeconds(1));
        assertEquals(1, rows());
        found(NatClass.MODERATE, Duration.ofSeconds(1));
        assertEquals(2, rows());
        found(NatClass.UNKNOWN, Duration.ofHours(1));
        assertEquals(2, rows());
        found(NatClass.STRICT, Duration.ofSeconds(1));
        assertEquals(3, rows());
    }

    @Test
    void forgetsWhatIsOlderThanNinetyDays() {
        found(NatClass.BLOCKED, Duration.ZERO);
        found(NatClass.OPEN, Duration.ofDays(90));
        assertEquals(2, rows());
        found(NatClass.STRICT, Duration.ofSeconds(1));
        assertEquals(2, rows());
        assertEquals(NatClass.OPEN, book.past(5).getLast().natClass());
    }

    @Test
    void aClassThatChangesAllTheTimeTakesNoMoreRoom() {
        for (int change = 0; change <= ReachabilityBook.MOST_ROWS; change++) {
            found(change % 2 == 0 ? NatClass.OPEN : NatClass.STRICT, Duration.ofSeconds(1));
        }
        assertEquals(ReachabilityBook.MOST_ROWS, rows());
        assertEquals(now, book.past(1).getFirst().since());
    }

    @Test
    void aClockThatWasWrongLeavesNothingInTheFuture() {
        found(NatClass.OPEN, Duration.ofDays(400));
        found(NatClass.STRICT, Duration.ofDays(-400));
        assertEquals(List.of(new Past(NatClass.STRICT, START)), book.past(5));
    }
}
