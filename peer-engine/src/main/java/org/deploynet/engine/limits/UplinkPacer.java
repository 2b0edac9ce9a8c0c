package org.deploynet.engine.limits;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The automatic upload limit: 70 % of what the line was measured to carry, and less while others need it. What it goes by is
 * what this super-peer sends anyway and {@link RoundTrips}, in the manner of LEDBAT (RFC 6817).
 *
 * <ul>
 *   <li>It starts at 2 MB/s. While that is used, the limit grows by a tenth a second until answers come late: what went out
 *       then, with more waiting, is the measure of the line. This is done again after 5 min of use, and after twice as long, up
 *       to 40 min, for as long as it finds the same.
 *   <li>At any other time late answers mean that others use the line: it steps aside, to 70 % of what went out, and again every
 *       2 s for as long as they stay late. Once they have been in time for 5 s the limit grows again, by a three hundredth of
 *       the whole a second.
 *   <li>It never grows beyond what is used, nor while no answers come.
 * </ul>
 *
 * The highest of the last four measures counts: a line that got slower and one that others keep using are told from a line that
 * others used for a moment. Safe from any thread.
 */
public final class UplinkPacer {
    /** What is assumed before anything is measured: 16 Mbit/s leaves room on most lines. */
    public static final long FIRST_BYTES_PER_SECOND = 2_000_000;
    /** However full the line is: 0.2 Mbit/s. */
    public static final long LEAST_BYTES_PER_SECOND = 25_000;

    private static final double SHARE = 0.7;
    private static final double SEEKING_A_SECOND = 1.1;
    private static final double RECOVERY_SECONDS = 300;
    private static final long SEEK_AT_FIRST_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long SEEK_AT_LAST_NANOS = TimeUnit.MINUTES.toNanos(40);
    /** Measures that differ by less mean the same line. */
    private static final double SAME = 0.2;

    private static final long ASIDE_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int MEASURES = 4;
    /** Send buffers hold a quarter of a megabyte a link: on a slow line a third of what goes out in two seconds. */
    private static final double LEAST_OF_FIRST = 0.75;

    /** A limit of which that much is sent holds something back. */
    private static final double USED = 0.8;
    /** A line that carries less of what is wanted and allowed is full. */
    private static final double CARRIED = 0.9;

    private static final double MOST_BYTES_PER_SECOND = 1L << 40;
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final RoundTrips trips;
    private final SentLately sent = new SentLately();
    private final ArrayDeque<Double> measures = new ArrayDeque<>();
    private double rate = FIRST_BYTES_PER_SECOND;
    private boolean seeking = true;
    private boolean aside;
    private boolean measuring;
    private long soughtAt;
    private long seekAfter = SEEK_AT_FIRST_NANOS;
    private long reducedAt;
    private long lateAt;
    private int steppedAside;

    public UplinkPacer(RoundTrips trips) {
        this.trips = trips;
    }

    /** The limit that counts now. */
    public synchronized long bytesPerSecond() {
        return Math.round(rate);
    }

    /** What the line carries, as far as that is known. */
    public synchronized Optional<Long> measuredBytesPerSecond() {
        return measures.stream().max(Double::compare).map(Math::round);
    }

    /** How often it has stepped aside; a line that stays full counts once. */
    public synchronized int steppedAside() {
        return steppedAside;
    }

    /** Whether it is stepping aside now. */
    public synchronized boolean isAside() {
        return aside;
    }

    /**
     * To be called a few times a second while something is sent.
     *
     * @param now the time of the ticker, in nanoseconds
     * @param sentBytes all that was ever sent, headers included
     * @param moreWaits whether more could be sent at this moment if line and limit let it
     * @param allowed the most that the owner's rules allow besides, in bytes a second
     */
    public synchronized void look(long now, long sentBytes, boolean moreWaits, long allowed) {
        double seconds = sent.look(now, sentBytes, moreWaits, trips.queueNanos());
        if (seconds == 0) {
            trips.forgetQuestions();
        } else if (trips.areLate()) {
            late(now, Math.min(rate, (double) allowed));
        } else if (trips.areKnown()) {
            inTime(now, seconds);
        }
    }

    private void late(long now, double limit) {
        lateAt = now;
        if (sent.bytesPerSecond() == 0) {
            return;
        }
        boolean lineIsFull = sent.moreWaited() && (limit == rate || sent.bytesPerSecond() < CARRIED * limit);
        if (!aside) {
            aside = true;
            measuring = seeking && lineIsFull;
            steppedAside += measuring ? 0 : 1;
            if (lineIsFull) {
                measured(now);
            }
            reduce(now, lineIsFull);
        } else if (now - reducedAt >= ASIDE_AGAIN_NANOS) {
            if (measuring && lineIsFull) {
                withoutBuffers();
                measuring = false;
            }
            reduce(now, lineIsFull);
        }
    }

    private void measured(long now) {
        double before = ceiling();
        measures.add(sent.carriedBytesPerSecond());
        if (measures.size() > MEASURES) {
            measures.remove();
        }
        boolean same = Math.abs(ceiling() - before) <= SAME * before;
        if (measuring || !same) {
            seekAfter = same ? Math.min(2 * seekAfter, SEEK_AT_LAST_NANOS) : SEEK_AT_FIRST_NANOS;
            soughtAt = now;
        }
        seeking = false;
    }

    // What buffers on the way took in was not yet carried. The limit has been lowered since: far below the first
    // figure it is the limit that is measured.
    private void withoutBuffers() {
        double first = measures.removeLast();
        measures.add(Math.clamp(sent.carriedBytesPerSecond(), LEAST_OF_FIRST * first, first));
    }

    private void reduce(long now, boolean lineIsFull) {
        reducedAt = now;
        double from = lineIsFull ? Math.min(rate, sent.carriedBytesPerSecond()) : rate;
        rate = Math.max(LEAST_BYTES_PER_SECOND, Math.min(SHARE * from, ceiling()));
    }

    private void inTime(long now, double seconds) {
        if (aside && now - lateAt < CALM_NANOS) {
            return;
        }
        aside = false;
        boolean used = sent.bytesPerSecond() >= USED * rate;
        if (seeking && !measures.isEmpty() && !used) {
            seeking = false;
            soughtAt = now;
            rate = Math.min(rate, ceiling());
        } else if (used) {
            grow(now, seconds);
        }
    }

    private void grow(long now, double seconds) {
        seeking = seeking || (rate >= ceiling() && now - soughtAt >= seekAfter);
        rate = seeking
                ? Math.min(rate * Math.pow(SEEKING_A_SECOND, seconds), MOST_BYTES_PER_SECOND)
                : Math.min(ceiling(), rate + ceiling() * seconds / RECOVERY_SECONDS);
    }

    private double ceiling() {
        return measures.stream().max(Double::compare).map(most -> SHARE * most).orElse(MOST_BYTES_PER_SECOND);
    }

    /** What was sent in the last two seconds, and whether more waited all the while. */
    private static final class SentLately {
        private static final double WINDOW_NANOS = 2 * SECOND;
        /** Looks that are further apart tell of a machine that slept, or had nothing to send. */
        private static final double APART_NANOS = SECOND;
        /** Shorter ones say nothing of a rate. */
        private static final double SHORTEST_NANOS = SECOND / 2;
        /** Between a piece and the next question a page may pause. */
        private static final double WAITED = 0.7;

        private final ArrayDeque<Look> looks = new ArrayDeque<>();

        private record Look(long at, long bytes, boolean moreWaits, long queueNanos) {}

        /** Seconds since the last look, 0 where that says nothing. */
        double look(long now, long bytes, boolean moreWaits, long queueNanos) {
            double since = looks.isEmpty() ? 0 : now - looks.getLast().at();
            if (since > APART_NANOS) {
                looks.clear();
                since = 0;
            }
            looks.add(new Look(now, bytes, moreWaits, queueNanos));
            while (now - looks.getFirst().at() > WINDOW_NANOS || beginsInSilence()) {
                looks.remove();
            }
            return since / SECOND;
        }

        private boolean beginsInSilence() {
            var from = looks.iterator();
            long first = from.next().bytes();
            return from.hasNext() && from.next().bytes() == first;
        }

        double bytesPerSecond() {
            return during(nanos());
        }

        /** The same without what made the queue longer: what goes in within a time comes out within that and its growth. */
        double carriedBytesPerSecond() {
            long growth = looks.getLast().queueNanos() - looks.getFirst().queueNanos();
            return during(nanos() + Math.max(0, growth));
        }

        private long nanos() {
            return looks.getLast().at() - looks.getFirst().at();
        }

        private double during(long nanos) {
            return nanos < SHORTEST_NANOS
                    ? 0
                    : (looks.getLast().bytes() - looks.getFirst().bytes()) * SECOND / nanos;
        }

        boolean moreWaited() {
            return bytesPerSecond() > 0
                    && looks.stream().filter(Look::moreWaits).count() >= WAITED * looks.size();
        }
    }
}
