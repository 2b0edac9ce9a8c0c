package org.deploynet.engine.limits;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * How long the network's answers take, and whether that is longer than the way alone explains: a queue stands somewhere on it.
 * After LEDBAT (RFC 6817), with round trips in place of its one-way delays: the way's own time is the shortest of the last ten
 * minutes, kept by the minute, and 60 ms above it is late. Safe from any thread.
 */
public final class RoundTrips {
    /** As LEDBAT++ has it (draft-irtf-iccrg-ledbat-plus-plus); RFC 6817 allows 100 ms at most, section 2.5. */
    static final long TARGET_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int BASE_MINUTES = 10;
    /** One lost packet holds back the answers of a quarter of a second. */
    private static final int LATE_IN_A_ROW = 3;

    private static final int MOST_ON_THE_WAY = 16;
    private static final long HEARD_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Ticker ticker;
    private final ArrayDeque<Question> onTheWay = new ArrayDeque<>();
    private final ArrayDeque<Minute> minutes = new ArrayDeque<>();
    private long lastNumber;
    private int lateInARow;
    private long latest;
    private Optional<Long> heardAt = Optional.empty();

    private record Question(long number, long askedAt) {}

    /** The shortest answer that came in one minute. */
    private record Minute(long from, long shortest) {}

    public RoundTrips(Ticker ticker) {
        this.ticker = ticker;
    }

    /** The number to ask with now; empty while too many are not answered. */
    public synchronized OptionalLong ask() {
        if (onTheWay.size() >= MOST_ON_THE_WAY) {
            return OptionalLong.empty();
        }
        lastNumber++;
        onTheWay.add(new Question(lastNumber, ticker.nanos()));
        return OptionalLong.of(lastNumber);
    }

    /** Answers come in the order of the questions; others count for nothing. */
    public synchronized void answered(long number) {
        if (onTheWay.stream().noneMatch(question -> question.number() == number)) {
            return;
        }
        Question question = onTheWay.remove();
        while (question.number() != number) {
            question = onTheWay.remove();
        }
        long now = ticker.nanos();
        long took = now - question.askedAt();
        note(now, took);
        latest = took;
        heardAt = Optional.of(now);
        lateInARow = isLate(took) ? lateInARow + 1 : 0;
    }

    private void note(long now, long took) {
        if (minutes.isEmpty() || now - minutes.getLast().from() >= MINUTE_NANOS) {
            minutes.add(new Minute(now, took));
        } else {
            Minute minute = minutes.removeLast();
            minutes.add(new Minute(minute.from(), Math.min(minute.shortest(), took)));
        }
        minutes.removeIf(minute -> now - minute.from() >= BASE_MINUTES * MINUTE_NANOS);
    }

    private OptionalLong base() {
        return minutes.stream().mapToLong(Minute::shortest).min();
    }

    private boolean isLate(long took) {
        return base().stream().anyMatch(base -> took > base + TARGET_NANOS);
    }

    /** Whether several answers in a row were late, those included that should have come by now. */
    public synchronized boolean areLate() {
        long now = ticker.nanos();
        LongStream waits = onTheWay.stream().mapToLong(question -> now - question.askedAt());
        return lateInARow + waits.filter(this::isLate).count() >= LATE_IN_A_ROW;
    }

    /** How long the queue is now, as far as that can be told; 0 while nothing is known. */
    public synchronized long queueNanos() {
        long waits =
                onTheWay.isEmpty() ? 0 : ticker.nanos() - onTheWay.getFirst().askedAt();
        return base().isEmpty() ? 0 : Math.max(0, Math.max(latest, waits) - base().getAsLong());
    }

    /** Whether an answer came lately: without any, nobody knows how full the line is. */
    public synchronized boolean areKnown() {
        return heardAt.filter(at -> ticker.nanos() - at <= HEARD_NANOS).isPresent();
    }

    /** What was asked and not answered does not count: this machine slept, or was too busy to hear it. */
    public synchronized void forgetQuestions() {
        onTheWay.clear();
        lateInARow = 0;
    }

    /** From here on it may be another way. */
    public synchronized void begin() {
        forgetQuestions();
        minutes.clear();
        heardAt = Optional.empty();
    }
}
