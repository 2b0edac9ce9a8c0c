package org.deploynet.engine.limits;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.OptionalLong;

/**
 * A line with one queue in front of it, through which goes what a super-peer sends at its automatic limit, what others send, and
 * what it asks. Time passes in steps of 10 ms and only when it is told to.
 */
final class SimulatedLine {
    private static final double STEP_SECONDS = 0.01;
    private static final int STEPS_A_LOOK = 25;
    /** A visitor's link opens before anything is sent over it. */
    private static final int STEPS_OF_HANDSHAKE = 60;

    final ManualTicker ticker = new ManualTicker();
    final RoundTrips trips = new RoundTrips(ticker);
    final UplinkPacer pacer = new UplinkPacer(trips);
    private final ArrayDeque<Answer> answers = new ArrayDeque<>();
    /** Bytes a second that the line carries. */
    double capacity;
    /** What visitors would take if they could. */
    double demand = 1e9;
    /** What others on this line send, whether or not it fits. */
    double others;

    double allowed = TokenBucket.UNLIMITED;
    double waySeconds = 0.03;
    boolean answering = true;
    /** The longest that the queue may stand, in seconds; what is more is dropped. */
    private final double deepestSeconds = 1;

    private double queueBytes;
    private double sentBytes;
    private double lastRate;
    private double longestQueueSeconds;
    private long steps;

    private record Answer(long number, long comesAt) {}

    SimulatedLine(double capacity) {
        this.capacity = capacity;
    }

    void run(Duration time) {
        for (long left = Math.round(time.toMillis() / 1e3 / STEP_SECONDS); left > 0; left--) {
            step();
        }
    }

    private void step() {
        double limit = Math.min((double) pacer.bytesPerSecond(), allowed);
        double wanted = steps < STEPS_OF_HANDSHAKE ? 0 : Math.min(demand, limit);
        // Once the queue is at its end all hear of losses, and send no more than goes through.
        boolean isFull = queueSeconds() >= deepestSeconds;
        lastRate = isFull ? Math.min(wanted, capacity * wanted / (wanted + others)) : wanted;
        sentBytes += lastRate * STEP_SECONDS;
        queueBytes =
                Math.clamp(queueBytes + (lastRate + others - capacity) * STEP_SECONDS, 0, deepestSeconds * capacity);
        longestQueueSeconds = Math.max(longestQueueSeconds, queueSeconds());
        ticker.advance(Duration.ofMillis(10));
        while (!answers.isEmpty() && answers.getFirst().comesAt() <= ticker.nanos()) {
            trips.answered(answers.remove().number());
        }
        if (++steps % STEPS_A_LOOK == 0) {
            pacer.look(
                    ticker.nanos(),
                    Math.round(sentBytes),
                    demand > lastRate * 1.001 && steps >= STEPS_OF_HANDSHAKE,
                    Math.round(allowed));
            ask();
        }
    }

    private void ask() {
        OptionalLong number = trips.ask();
        if (number.isPresent() && answering) {
            long takes = Math.round((waySeconds + queueSeconds()) * 1e9);
            answers.add(new Answer(number.getAsLong(), ticker.nanos() + takes));
        }
    }

    /** The next answer comes that much later, and so do all behind it. */
    void holdBackAnswers(Duration by) {
        var held = answers.stream()
                .map(answer -> new Answer(answer.number(), answer.comesAt() + by.toNanos()))
                .toList();
        answers.clear();
        answers.addAll(held);
    }

    /** Nothing at all happens for that long, as in a machine that sleeps. */
    void sleep(Duration time) {
        ticker.advance(time);
    }

    double queueSeconds() {
        return queueBytes / capacity;
    }

    /** The longest queue since the last call, in seconds. */
    double takeLongestQueue() {
        double longest = longestQueueSeconds;
        longestQueueSeconds = 0;
        return longest;
    }

    /** The limit as a part of what the line carries. */
    double limitOfCapacity() {
        return pacer.bytesPerSecond() / capacity;
    }

    double rate() {
        return lastRate;
    }
}
