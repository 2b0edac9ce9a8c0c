package org.deploynet.engine.assembly;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.deploynet.engine.limits.OwnMemory;
import org.deploynet.engine.limits.Ticker;

/**
 * Has this engine end in order and start afresh once its memory has grown to a mark: webrtc-java 0.14 keeps some of each
 * connection and message for as long as their factory lives (upstream #239, #265, #283), and a link may live for days. Before
 * that nobody new is let in and who is connected may finish, so that browsers go on elsewhere. For one thread: housekeeping's.
 */
final class Recycling {
    static final long DEFAULT_MARK_BYTES = 400_000_000;
    static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** How long those who are connected may take. */
    static final long FINISH_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** What an open link takes for good reason (docs/performance.md, idle link). */
    private static final long LINK_BYTES = 220_000;

    /** A start that already takes as much would be repeated for ever: at least this part of the mark came since. */
    private static final int GROWN_PART = 4;

    private static final System.Logger LOG = System.getLogger(Recycling.class.getName());

    private final long markBytes;
    private final OwnMemory memory;
    private final Runnable tidy;
    private final Ticker ticker;
    private final Runnable finish;
    private final Runnable recycle;
    private OptionalLong atStart = OptionalLong.empty();
    private Optional<Long> finishingSince = Optional.empty();
    private long lookedAt;
    private boolean done;

    /**
     * @param tidy gives back what memory holds and nobody needs: garbage is no reason to send browsers away
     * @param finish lets nobody new in and those who are connected come to their end
     * @param recycle ends this engine, so that another one is started
     */
    Recycling(long markBytes, OwnMemory memory, Runnable tidy, Ticker ticker, Runnable finish, Runnable recycle) {
        this.markBytes = markBytes;
        this.memory = memory;
        this.tidy = tidy;
        this.ticker = ticker;
        this.finish = finish;
        this.recycle = recycle;
        this.lookedAt = ticker.nanos() - LOOK_NANOS;
    }

    /** Looks at the memory if the last look is long enough ago, and at who is still connected. */
    void look(int links) {
        long now = ticker.nanos();
        if (finishingSince.isPresent()) {
            recycleWhenFinished(links, now - finishingSince.get());
        } else if (now - lookedAt >= LOOK_NANOS) {
            lookedAt = now;
            ownBytes(links).ifPresent(bytes -> judge(bytes, links, now));
        }
    }

    private OptionalLong ownBytes(int links) {
        return memory.without(() -> links * LINK_BYTES).residentBytes();
    }

    private void judge(long bytes, int links, long now) {
        if (atStart.isEmpty()) {
            atStart = tidied(links);
        } else if (isTooMuch(bytes) && isTooMuch(tidied(links).orElse(bytes))) {
            finish(links, now);
        }
    }

    private OptionalLong tidied(int links) {
        tidy.run();
        return ownBytes(links);
    }

    private boolean isTooMuch(long bytes) {
        return bytes > markBytes && bytes - atStart.orElse(bytes) > markBytes / GROWN_PART;
    }

    private void finish(int links, long now) {
        LOG.log(
                System.Logger.Level.INFO,
                "memory has grown above {0} MB beside {1} links: this engine starts afresh once they have finished",
                markBytes / 1_000_000,
                links);
        finishingSince = Optional.of(now);
        finish.run();
        recycleWhenFinished(links, 0);
    }

    private void recycleWhenFinished(int links, long nanos) {
        if (!done && (links == 0 || nanos >= FINISH_NANOS)) {
            done = true;
            recycle.run();
        }
    }
}
