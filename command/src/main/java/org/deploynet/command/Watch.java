package org.deploynet.command;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.deploynet.control.CacheReport;
import org.deploynet.control.PeerControl;

/** Asks a running engine for its cache again and again until something has come about. Used by one thread. */
final class Watch {
    private static final Duration EVERY = Duration.ofMillis(250);

    private Watch() {}

    /** Told each report on the way. */
    interface Progress {
        void at(CacheReport report);
    }

    /** The first report that {@code isOver} holds for. */
    static CacheReport until(PeerControl engine, Predicate<CacheReport> isOver, Progress progress) throws IOException {
        CacheReport report = engine.cache();
        while (!isOver.test(report)) {
            progress.at(report);
            pause(EVERY);
            report = engine.cache();
        }
        return report;
    }

    /** Lets time pass between two questions. */
    static void pause(Duration length) throws IOException {
        try {
            TimeUnit.NANOSECONDS.sleep(length.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while watching");
        }
    }
}
