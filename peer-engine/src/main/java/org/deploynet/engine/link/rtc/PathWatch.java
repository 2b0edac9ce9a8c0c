package org.deploynet.engine.link.rtc;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * Looks which way each open link's packets take: twice while ICE may still find a better pair, then about once a minute. A look
 * waits for WebRTC's own thread, a quarter of a millisecond when that is idle; so all looks are on one thread, one after the
 * other. Safe from any thread.
 */
final class PathWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PathWatch.class.getName());
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration SECOND = Duration.ofSeconds(4);
    private static final Duration THEN = Duration.ofMinutes(1);

    private final DelayQueue<Look> looks = new DelayQueue<>();
    private volatile Optional<Thread> thread = Optional.empty();

    private record Look(RtcLink link, long dueNanos, Duration after) implements Delayed {
        static Look in(Duration delay, RtcLink link, Duration after) {
            return new Look(link, System.nanoTime() + delay.toNanos(), after);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    void start() {
        thread = Optional.of(Thread.ofVirtual().name("link-paths").start(this::run));
    }

    /** From when it opened to its end. */
    void watch(RtcLink link) {
        looks.add(Look.in(FIRST, link, SECOND));
    }

    private void run() {
        try {
            while (true) {
                Look due = looks.take();
                if (due.link().isOpen()) {
                    look(due.link());
                    looks.add(Look.in(due.after(), due.link(), THEN));
                }
            }
        } catch (InterruptedException closed) {
            LOG.log(System.Logger.Level.DEBUG, "no link is looked at any more");
        }
    }

    private static void look(RtcLink link) throws InterruptedException {
        try {
            link.lookAtPath();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "WebRTC could not say which way a link takes", e);
        }
    }

    @Override
    public void close() {
        thread.ifPresent(Thread::interrupt);
    }
}
