package org.deploynet.engine.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.deploynet.control.History;
import org.deploynet.control.History.Point;
import org.deploynet.control.History.Range;
import org.deploynet.engine.limits.ManualTicker;
import org.deploynet.engine.storage.DatabaseException;
import org.deploynet.engine.storage.StateStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryBookTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final String SITE = "5f1c";

    @TempDir
    private Path folder;

    private final ManualTicker ticker = new ManualTicker();
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private Reading counters = new Reading(Figures.NONE, Map.of());
    private StateStore state;
    private HistoryBook book;

    @BeforeEach
    void start() throws IOException {
        state = StateStore.open(folder);
        book = HistoryBook.open(state, () -> counters, ticker, () -> now, BERLIN);
    }

    @AfterEach
    void stop() {
        state.close();
    }

    /** A killed process: its own counters begin at zero again, the receipt book's do not. */
    private void kill() throws IOException {
        stop();
        Figures of = counters.all();
        Map<String, SiteFigures> sites = new HashMap<>();
        counters.sites().forEach((site, figures) -> sites.put(site, new SiteFigures(0, figures.measured())));
        counters = new Reading(new Figures(0, 0, 0, of.measured(), of.confirmed()), sites);
        start();
    }

    private void pass(Duration time) {
        ticker.advance(time);
        now = now.plus(time);
    }

    private void move(Figures moved) {
        SiteFigures ofSite = counters.sites().getOrDefault(SITE, SiteFigures.NONE);
        counters = new Reading(
                counters.all().plus(moved), Map.of(SITE, ofSite.plus(new SiteFigures(moved.up(), moved.measured()))));
    }

    private static Figures up(long bytes) {
        return new Figures(bytes, 0, 0, 0, 0);
    }

    private static long sum(History history, ToLongFunction<Point> of) {
        return history.points().stream().mapToLong(of).sum();
    }

    @Test
    void everyRangeShowsWhatMoved() {
        book.read();
        move(new Figures(1_000, 200, 3, 40, 5));
        pass(Duration.ofSeconds(1));
        book.read();
        pass(Duration.ofSeconds(1));
        for (Range range : Range.values()) {
            History history = book.history(range);
            assertEquals(range.steps(), history.points().size(), range.name());
            assertEquals(1_000, sum(history, Point::upBytes), range.name());
            assertEquals(200, sum(history, Point::downBytes), range.name());
            assertEquals(3, sum(history, Point::pieces), range.name());
            assertEquals(40, sum(history, Point::microcredits), range.name());
            assertEquals(5, sum(history, Point::confirmedMicrocredits), range.name());
        }
        List<Point> minute = book.history(Range.MINUTE).points();
        assertEquals(1_000, minute.get(58).upBytes() + minute.get(59).upBytes(), "the last seconds");
        assertEquals(1_000, book.history(Range.HOUR).points().getLast().upBytes());
    }

    @Test
    void whatWasSentOfASiteIsKeptByDayAndInAll() throws IOException {
        assertEquals(Map.of(), book.sites());
        move(up(1_000));
        book.keep();
        Instant first = now;
        assertEquals(Map.of(SITE, new SiteShare(1_000, 1_000, 1_000, Optional.of(first))), book.sites());
        pass(Duration.ofDays(1));
        move(up(20));
        Instant second = now;
        assertEquals(Map.of(SITE, new SiteShare(20, 1_020, 1_020, Optional.of(second))), book.sites());
        book.keep();
        kill();
        assertEquals(Map.of(SITE, new SiteShare(20, 1_020, 1_020, Optional.of(second))), book.sites());
        pass(Duration.ofDays(29));
        assertEquals(Map.of(SITE, new SiteShare(0, 20, 1_020, Optional.of(second))), book.sites());
        pass(Duration.ofDays(100));
        move(up(3));
        book.keep();
        kill();
        assertEquals(Map.of(SITE, new SiteShare(3, 3, 1_023, Optional.of(now))), book.sites());
    }

    @Test
    void aSiteOfAnOlderStateHasWhatItsDaysSay() throws IOException {
        move(up(1_000));
        book.keep();
        state.write(session -> session.run("delete from counter where name like 's%/site/%'"));
        kill();
        Instant day = now.truncatedTo(ChronoUnit.DAYS);
        assertEquals(Map.of(SITE, new SiteShare(1_000, 1_000, 1_000, Optional.of(day))), book.sites());
        move(up(5));
        book.keep();
        kill();
        assertEquals(Map.of(SITE, new SiteShare(1_005, 1_005, 1_005, Optional.of(now))), book.sites());
    }

    @Test
    void theRunningStepLastsAsLongAsItRuns() {
        pass(Duration.ofSeconds(90));
        History hour = book.history(Range.HOUR);
        assertEquals(30.0, hour.seconds(59));
        assertEquals(60.0, hour.seconds(58));
        assertEquals(1.0, book.history(Range.MINUTE).seconds(59));
    }

    @Test
    void aLateReadingIsSpreadOverItsSeconds() {
        book.read();
        pass(Duration.ofSeconds(5));
        move(up(5_001));
        book.read();
        pass(Duration.ofSeconds(2));
        History minute = book.history(Range.MINUTE);
        assertEquals(5_001, sum(minute, Point::upBytes));
        assertTrue(minute.points().stream().allMatch(point -> point.upBytes() <= 1_001), minute.toString());
    }

    @Test
    void todayTurnsAtLocalMidnight() {
        move(up(7));
        assertEquals(7, book.today().up());
        assertEquals(7, book.today(SITE).up());
        now = Instant.parse("2026-11-21T22:59:59Z");
        assertEquals(7, book.today().up());
        now = Instant.parse("2026-11-21T23:00:00Z");
        assertEquals(0, book.today().up());
        assertEquals(0, book.today(SITE).up());
        move(up(2));
        assertEquals(2, book.today().up());
        assertEquals(2, book.today(SITE).up());
        assertEquals(9, book.total().up());
    }

    @Test
    void aDayOf25HoursIsCountedToItsEnd() {
        now = Instant.parse("2026-10-24T22:00:00Z");
        for (int hour = 0; hour < 25; hour++) {
            move(up(1));
            book.read();
            pass(Duration.ofHours(1));
        }
        now = now.minusMillis(1);
        assertEquals(25, book.today().up());
    }

    @Test
    void whatWasKeptSurvivesAKill() throws IOException {
        move(new Figures(1_000, 200, 3, 40, 5));
        book.keep();
        kill();
        assertEquals(new Figures(1_000, 200, 3, 40, 5), book.today());
        assertEquals(new SiteFigures(1_000, 40), book.today(SITE));
        assertEquals(1_000, book.total().up());
        assertEquals(1_000, sum(book.history(Range.DAY), Point::upBytes));
        assertEquals(1_000, sum(book.history(Range.MONTH), Point::upBytes));
    }

    @Test
    void aKillTakesTheSameFromTodayTotalAndHistoryAndNoCredit() throws IOException {
        move(new Figures(10, 0, 0, 4, 2));
        book.keep();
        move(new Figures(5, 0, 0, 3, 1));
        book.read();
        kill();
        assertEquals(new Figures(10, 0, 0, 7, 3), book.today());
        assertEquals(new SiteFigures(10, 7), book.today(SITE));
        assertEquals(10, book.total().up());
        assertEquals(10, sum(book.history(Range.DAY), Point::upBytes));
        assertEquals(7, sum(book.history(Range.DAY), Point::microcredits));
    }

    @Test
    void nothingIsWrittenWhileNothingMoves() throws IOException {
        move(up(1));
        book.keep();
        Path log = folder.resolve("state.db-wal");
        long before = Files.size(log);
        pass(Duration.ofMinutes(5));
        book.keep();
        assertEquals(before, Files.size(log));
        move(up(1));
        book.keep();
        assertTrue(Files.size(log) > before);
    }

    @Test
    void whatTheDiskRefusedIsKeptNextTime() throws IOException {
        move(new Figures(10, 0, 0, 4, 2));
        state.write(session -> session.run("alter table moved rename to away"));
        assertThrows(DatabaseException.class, book::keep);
        assertEquals(10, book.today().up(), "still shown");
        state.write(session -> session.run("alter table away rename to moved"));
        book.keep();
        kill();
        assertEquals(new Figures(10, 0, 0, 4, 2), book.today());
        assertEquals(new SiteFigures(10, 4), book.today(SITE));
    }

    @Test
    void aClockThatJumpsLosesNothingOfBeforeAndPutsBytesWhereItShows() throws IOException {
        move(up(3));
        book.read();
        Instant real = now;
        now = Instant.parse("2040-01-01T00:00:00Z");
        move(up(4));
        book.keep();
        now = Instant.parse("1970-01-01T00:00:10Z");
        move(up(5));
        book.keep();
        assertEquals(5, book.today().up());
        now = real;
        kill();
        assertEquals(3, book.today().up());
        assertEquals(12, book.total().up());
        assertEquals(3, sum(book.history(Range.MONTH), Point::upBytes));
    }

    @Test
    void rowsAreBoundedAndTheOldestGoFirst() throws IOException {
        for (int minute = 0; minute < 2_500; minute++) {
            move(up(1));
            book.read();
            pass(Duration.ofMinutes(1));
        }
        book.keep();
        var table = new HistoryTable(state);
        assertEquals(2_000, table.steps(60).size());
        assertEquals(42, table.steps(3600).size());
        move(up(1));
        book.keep();
        assertEquals(2_000, table.steps(60).size());
        long day = sum(book.history(Range.DAY), Point::upBytes);
        assertTrue(day > 1_435 && day <= 1_440, "a byte a minute for a day, not " + day);
    }

    @Test
    void siteDaysAreBoundedByTheirNumber() throws IOException {
        for (int day = 0; day < 50; day++) {
            move(up(1));
            book.keep();
            pass(Duration.ofDays(1));
        }
        long days = state.read(session -> session.number("select count(*) from site_day"));
        assertEquals(40, days);
    }

    @Test
    void creditsOfBeforeTheHistoryAreInNoDay() throws IOException {
        stop();
        Path other = folder.resolve("other");
        counters = new Reading(new Figures(0, 0, 0, 900, 800), Map.of(SITE, new SiteFigures(0, 900)));
        state = StateStore.open(other);
        book = HistoryBook.open(state, () -> counters, ticker, () -> now, BERLIN);
        assertEquals(Figures.NONE, book.today());
        move(new Figures(0, 0, 0, 1, 1));
        assertEquals(new Figures(0, 0, 0, 1, 1), book.today());
        assertEquals(1, book.today(SITE).measured());
    }

    @Test
    void receiptsThatDamageTookAwayAreNotWaitedFor() throws IOException {
        move(new Figures(0, 0, 0, 100, 0));
        book.keep();
        counters = new Reading(new Figures(0, 0, 0, 40, 0), Map.of(SITE, new SiteFigures(0, 40)));
        book.read();
        move(new Figures(0, 0, 0, 5, 0));
        book.keep();
        assertEquals(105, book.today().measured());
        kill();
        move(new Figures(0, 0, 0, 1, 0));
        assertEquals(106, book.today().measured());
    }
}
