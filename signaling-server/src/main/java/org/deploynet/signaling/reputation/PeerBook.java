package org.deploynet.signaling.reputation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.deploynet.protocol.signaling.ToSuperPeer.Points;
import org.deploynet.protocol.signaling.ToSuperPeer.Probation;
import org.deploynet.protocol.signaling.ToSuperPeer.Reputed;
import org.deploynet.protocol.signaling.ToSuperPeer.Standing;
import org.deploynet.signaling.reputation.PrefixHashes.Hashed;

/** All that is known of one super-peer: its days, its past, and who reports it now. Safe from any thread. */
final class PeerBook {
    static final int DAYS = 90;
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final TreeMap<Long, DaySum> days = new TreeMap<>();
    private final Set<Long> unsaved = new HashSet<>();
    private final Reporters reporters = new Reporters();
    private final DistinctPrefixes prefixes = new DistinctPrefixes();
    private long prefixesOf = Long.MIN_VALUE;
    private Past past;
    private boolean isPastUnsaved;
    /** Of all days: each look-up asks for it of each holder. */
    private Optional<Parts> summed = Optional.empty();

    PeerBook(Past past, NavigableMap<Long, DaySum> days, boolean isNew) {
        this.past = past;
        this.days.putAll(days);
        this.isPastUnsaved = isNew;
    }

    static long day(long millis) {
        return Math.floorDiv(millis, DAY_MILLIS);
    }

    synchronized void count(DaySum one, long nowMillis) {
        long today = day(nowMillis);
        days.merge(today, one, DaySum::and);
        unsaved.add(today);
        forget(today);
        summed = Optional.empty();
    }

    synchronized void served(long bytes, OptionalLong prefix, long nowMillis) {
        roll(day(nowMillis));
        prefix.ifPresent(prefixes::add);
        count(DaySum.served(bytes, prefixes.count()), nowMillis);
    }

    synchronized void answered(double millis) {
        past = past.answered(millis);
        isPastUnsaved = true;
        summed = Optional.empty();
    }

    /** Takes a report of wrong pieces; whether it demotes. */
    synchronized boolean wrong(Hashed visitor, long nowMillis) {
        if (!reporters.add(visitor, nowMillis)) {
            return false;
        }
        count(DaySum.WRONG, nowMillis);
        if (!reporters.areBelieved(servedNow(nowMillis), nowMillis)) {
            return false;
        }
        // Whoever reports it from now on counts for the next time.
        reporters.clear();
        past = past.demoted(nowMillis + StandingRules.demotion(past.demotions()).toMillis());
        isPastUnsaved = true;
        return true;
    }

    // Today has just begun for some part of the day.
    private int servedNow(long nowMillis) {
        long today = day(nowMillis);
        return Math.max(
                days.getOrDefault(today, DaySum.NONE).prefixes(),
                days.getOrDefault(today - 1, DaySum.NONE).prefixes());
    }

    /** Whether visitors of this prefix have it last: it is demoted, or one of them reported it. */
    synchronized boolean isLastFor(Hashed visitor, long nowMillis) {
        return past.isDemoted(nowMillis) || reporters.has(visitor.prefix(), nowMillis);
    }

    synchronized Standing standing(long nowMillis) {
        return StandingRules.standing(past, sinceDemotion(), nowMillis);
    }

    synchronized int score(long nowMillis) {
        return past.isDemoted(nowMillis) ? 0 : Score.of(parts()).sum();
    }

    synchronized double weight(long nowMillis) {
        Parts whole = Parts.of(days.headMap(day(nowMillis)).values(), past.roundedAnswer());
        return StandingRules.weight(standing(nowMillis), Score.of(whole).sum());
    }

    synchronized Reputed reputed(long ref, long nowMillis) {
        Standing standing = standing(nowMillis);
        Points points = Score.of(parts());
        Optional<Probation> probation = standing == Standing.PROBATION
                ? Optional.of(StandingRules.probation(sinceDemotion()))
                : Optional.empty();
        Optional<Long> until = standing == Standing.DEMOTED ? Optional.of(past.demotedUntil()) : Optional.empty();
        return new Reputed(
                ref,
                standing,
                standing == Standing.DEMOTED ? 0 : points.sum(),
                parts().facts(),
                points,
                until,
                probation);
    }

    private Parts parts() {
        Parts known = summed.orElseGet(() -> Parts.of(days.values(), past.roundedAnswer()));
        summed = Optional.of(known);
        return known;
    }

    // Whole days, since a day has one sum: from the one after the end of a demotion on.
    private Parts sinceDemotion() {
        return past.demotions() == 0
                ? parts()
                : Parts.of(days.tailMap(day(past.demotedUntil()), false).values(), past.roundedAnswer());
    }

    private void roll(long today) {
        if (prefixesOf != today) {
            prefixesOf = today;
            prefixes.clear();
        }
    }

    // By number, too: a clock that jumps leaves days behind that are never too old.
    private void forget(long today) {
        days.headMap(today - DAYS + 1).clear();
        while (days.size() > DAYS) {
            days.pollFirstEntry();
        }
        unsaved.retainAll(days.keySet());
    }

    /** One day's row. */
    record Row(long day, DaySum sum) {}

    /** What is not written down yet; {@code past} is absent where it did not change. */
    record Unsaved(Optional<Past> past, List<Row> rows) {
        boolean isEmpty() {
            return past.isEmpty() && rows.isEmpty();
        }
    }

    synchronized Unsaved takeUnsaved() {
        var rows = new ArrayList<Row>();
        unsaved.forEach(day -> rows.add(new Row(day, days.getOrDefault(day, DaySum.NONE))));
        var taken = new Unsaved(isPastUnsaved ? Optional.of(past) : Optional.empty(), rows);
        unsaved.clear();
        isPastUnsaved = false;
        return taken;
    }

    /** It could not be written. */
    synchronized void giveBack(Unsaved taken) {
        taken.rows().forEach(row -> unsaved.add(row.day()));
        isPastUnsaved |= taken.past().isPresent();
    }

    synchronized boolean isSaved() {
        return unsaved.isEmpty() && !isPastUnsaved;
    }
}
