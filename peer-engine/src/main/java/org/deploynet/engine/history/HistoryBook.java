package org.deploynet.engine.history;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.deploynet.control.History;
import org.deploynet.engine.limits.Ticker;
import org.deploynet.engine.storage.DatabaseException;
import org.deploynet.engine.storage.StateStore;

/**
 * What moved in the last seconds, minutes, hours and days. Today's figures are the sum of today's minutes and all are written
 * together, so that they agree whatever a kill takes: at most what moved since the last {@link #keep}, and of credits nothing,
 * because the receipts are counted again. A wall clock that jumps puts bytes at the time it shows, and loses none. Safe from
 * any thread.
 */
public final class HistoryBook {
    private static final System.Logger LOG = System.getLogger(HistoryBook.class.getName());
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;
    /** A day of 25 hours, and some for a clock that was wrong. */
    private static final int MINUTES_KEPT = 2_000;
    /** Forty days. */
    private static final int HOURS_KEPT = 1_000;

    private static final int SHARE_DAYS = 30;

    private final HistoryTable table;
    private final Supplier<Reading> counters;
    private final Ticker ticker;
    private final InstantSource clock;
    private final ZoneId zone;
    private final ReentrantLock keeping = new ReentrantLock();
    private final SecondRing seconds;
    private final Steps minutes = new Steps(MINUTE, MINUTES_KEPT);
    private final Steps hours = new Steps(HOUR, HOURS_KEPT);
    private final SiteDays siteDays;
    private final Map<String, SiteFigures> sitesRead = new HashMap<>();
    private final Map<String, SiteTotal> siteTotals = new HashMap<>();
    private final Set<String> unkeptTotals = new HashSet<>();
    private Figures read;
    private Figures total;
    private long readAt;
    private boolean unkept;

    private HistoryBook(
            HistoryTable table,
            Supplier<Reading> counters,
            Ticker ticker,
            InstantSource clock,
            ZoneId zone,
            Figures total) {
        this.table = table;
        this.counters = counters;
        this.ticker = ticker;
        this.clock = clock;
        this.zone = zone;
        this.total = total;
        this.read = new Figures(0, 0, 0, total.measured(), total.confirmed());
        this.sitesRead.putAll(table.sitesSeen());
        this.siteTotals.putAll(table.siteTotals());
        this.unkeptTotals.addAll(siteTotals.keySet());
        this.siteDays = new SiteDays(this::sitesOn);
        this.readAt = ticker.nanos();
        this.seconds = new SecondRing(readAt);
    }

    /** Credits that were earned before there was a history are in none of its days. */
    public static HistoryBook open(
            StateStore state, Supplier<Reading> counters, Ticker ticker, InstantSource clock, ZoneId zone) {
        var table = new HistoryTable(state);
        if (!table.hasBegun()) {
            Reading now = counters.get();
            Figures before = table.totals();
            table.write(new HistoryTable.Change(
                    new Figures(
                            before.up(),
                            before.down(),
                            before.pieces(),
                            now.all().measured(),
                            now.all().confirmed()),
                    now.sites(),
                    Map.of(),
                    List.of(),
                    Map.of()));
        }
        var book = new HistoryBook(table, counters, ticker, clock, zone, table.totals());
        book.minutes.load(table.steps(MINUTE));
        book.hours.load(table.steps(HOUR));
        return book;
    }

    /** Takes what the counters added since the last reading; true if anything moved. */
    public synchronized boolean read() {
        Reading now = counters.get();
        Figures moved = now.all().since(read);
        long nanos = ticker.nanos();
        if (!moved.equals(Figures.NONE)) {
            long at = clock.instant().getEpochSecond();
            seconds.add(moved, readAt, nanos);
            minutes.add(at, moved);
            hours.add(at, moved);
            total = total.plus(moved);
            unkept = true;
        }
        readSites(now.sites());
        read = now.all();
        readAt = nanos;
        return !moved.equals(Figures.NONE);
    }

    private void readSites(Map<String, SiteFigures> now) {
        now.forEach((site, figures) -> {
            SiteFigures moved = figures.since(sitesRead.getOrDefault(site, SiteFigures.NONE));
            if (!moved.equals(SiteFigures.NONE)) {
                siteDays.add(localDay().toEpochDay(), site, moved);
                addTotal(site, moved.up());
                unkept = true;
            }
        });
        sitesRead.putAll(now);
    }

    private void addTotal(String site, long up) {
        if (up > 0) {
            SiteTotal before = siteTotals.getOrDefault(site, new SiteTotal(0, 0));
            siteTotals.put(site, before.plus(up, clock.instant().getEpochSecond()));
            unkeptTotals.add(site);
        }
    }

    /** Makes everything that moved so far durable, in one transaction; nothing is written if nothing moved. */
    public void keep() {
        keeping.lock();
        try {
            takeUnkept().ifPresent(this::write);
        } finally {
            keeping.unlock();
        }
    }

    private synchronized Optional<HistoryTable.Change> takeUnkept() {
        read();
        if (!unkept) {
            return Optional.empty();
        }
        unkept = false;
        var totals = new HashMap<String, SiteTotal>();
        unkeptTotals.forEach(site -> totals.put(site, siteTotals.getOrDefault(site, new SiteTotal(0, 0))));
        unkeptTotals.clear();
        return Optional.of(new HistoryTable.Change(
                new Figures(total.up(), total.down(), total.pieces(), read.measured(), read.confirmed()),
                Map.copyOf(sitesRead),
                totals,
                List.of(minutes.takeUnkept(), hours.takeUnkept()),
                siteDays.takeUnkept()));
    }

    // Outside of the lock: no screen waits for the disk.
    private void write(HistoryTable.Change change) {
        boolean written = false;
        try {
            table.write(change);
            written = true;
        } finally {
            if (!written) {
                stillUnkept(change);
            }
        }
    }

    private synchronized void stillUnkept(HistoryTable.Change change) {
        unkept = true;
        minutes.stillUnkept(change.steps().getFirst());
        hours.stillUnkept(change.steps().getLast());
        siteDays.stillUnkept(change.siteDays().keySet());
        unkeptTotals.addAll(change.siteTotals().keySet());
    }

    /** Since local midnight. */
    public synchronized Figures today() {
        read();
        return on(localDay(), minutes);
    }

    /**
     * What moved on each of the latest {@code count} local days, oldest first; the last is today. Before today a day begins with the
     * first hour that begins in it.
     */
    public synchronized SortedMap<LocalDate, Figures> days(int count) {
        read();
        LocalDate today = localDay();
        var days = new TreeMap<LocalDate, Figures>();
        for (LocalDate day = today.minusDays(count - 1L); day.isBefore(today); day = day.plusDays(1)) {
            days.put(day, on(day, hours));
        }
        days.put(today, on(today, minutes));
        return days;
    }

    private Figures on(LocalDate day, Steps steps) {
        return steps.sum(midnight(day), midnight(day.plusDays(1)));
    }

    /** Bytes and pieces since this identity exists. */
    public synchronized Figures total() {
        read();
        return total;
    }

    /** Since local midnight. */
    public synchronized SiteFigures today(String site) {
        return siteDays.of(localDay().toEpochDay(), site);
    }

    /** What was sent of each site that anything was sent of. */
    public Map<String, SiteShare> sites() {
        long today;
        synchronized (this) {
            read();
            today = localDay().toEpochDay();
        }
        // Outside of the lock, as all that asks the disk. Of the latest two days the book may know more than the table.
        Map<String, Long> earlier = sentOn(today - SHARE_DAYS + 1, today - 2);
        synchronized (this) {
            var shares = new HashMap<String, SiteShare>();
            siteTotals.forEach((site, total) -> {
                long now = siteDays.of(today, site).up();
                long lately = now + siteDays.of(today - 1, site).up();
                shares.put(
                        site,
                        new SiteShare(
                                now,
                                lately + earlier.getOrDefault(site, 0L),
                                total.up(),
                                Optional.of(Instant.ofEpochSecond(total.lastSecond()))));
            });
            return shares;
        }
    }

    private Map<String, Long> sentOn(long first, long last) {
        try {
            return table.sent(first, last);
        } catch (DatabaseException e) {
            LOG.log(Level.WARNING, "what was shared of each site in the latest days cannot be read", e);
            return Map.of();
        }
    }

    public synchronized History history(History.Range range) {
        read();
        return switch (range) {
            case MINUTE -> lastSeconds(range);
            case HOUR, DAY -> lastSteps(range, minutes);
            case MONTH -> lastSteps(range, hours);
        };
    }

    private History lastSeconds(History.Range range) {
        Instant until = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant from = until.minusSeconds(range.steps());
        List<Figures> moved = seconds.last(range.steps(), ticker.nanos());
        return new History(
                range,
                until,
                IntStream.range(0, range.steps())
                        .mapToObj(i -> point(from.plusSeconds(i), moved.get(i)))
                        .toList());
    }

    private History lastSteps(History.Range range, Steps steps) {
        Instant until = clock.instant();
        long seconds = range.step().toSeconds();
        long running = Math.floorDiv(until.getEpochSecond(), seconds) * seconds;
        long from = running - (range.steps() - 1) * seconds;
        return new History(
                range,
                until,
                LongStream.iterate(from, at -> at <= running, at -> at + seconds)
                        .mapToObj(at -> point(Instant.ofEpochSecond(at), steps.sum(at, at + seconds)))
                        .toList());
    }

    private static History.Point point(Instant from, Figures moved) {
        return new History.Point(from, moved.up(), moved.down(), moved.pieces(), moved.measured(), moved.confirmed());
    }

    private LocalDate localDay() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }

    private long midnight(LocalDate day) {
        return day.atStartOfDay(zone).toEpochSecond();
    }

    private Map<String, SiteFigures> sitesOn(long day) {
        try {
            return table.sites(day);
        } catch (DatabaseException e) {
            LOG.log(Level.WARNING, "what was shared of each site today cannot be read; it counts from now", e);
            return Map.of();
        }
    }
}
