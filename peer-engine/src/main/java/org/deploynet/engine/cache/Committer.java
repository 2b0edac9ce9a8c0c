package org.deploynet.engine.cache;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that changes the cache. It takes whatever pieces wait, up to 64 and 4 MiB, and makes them durable with one
 * force; it never waits for more. Its methods are safe from any thread.
 */
final class Committer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Committer.class.getName());
    private static final int GROUP_RECORDS = 64;
    private static final long GROUP_BYTES = 4L * 1024 * 1024;
    private static final int WAITING = 1024;
    private static final long TICK_MILLIS = 1000;
    /** With nothing to do, and no disk to be asked whether it takes something again: each look costs 0.6 ms. */
    private static final long IDLE_TICK_MILLIS = 5000;

    /** What the thread does for others. */
    private sealed interface Work {
        record Store(Put put) implements Work {}

        record Task<T>(Supplier<T> what, CompletableFuture<T> done) implements Work {
            void run() {
                try {
                    done.complete(what.get());
                } catch (RuntimeException e) {
                    done.completeExceptionally(e);
                } finally {
                    // After an Error nobody may wait for ever; if it is done already, this does nothing.
                    done.completeExceptionally(closed());
                }
            }
        }

        record Stop() implements Work {}
    }

    private final BlockingQueue<Work> mailbox = new ArrayBlockingQueue<>(WAITING);
    private final SegmentWriter writer;
    private Runnable tick = () -> {};
    private final Thread thread;
    private volatile Optional<WhyNotGrowing> whyNot = Optional.empty();
    private volatile boolean stopped;

    Committer(SegmentWriter writer) {
        this.writer = writer;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("cache committer")
                .uncaughtExceptionHandler((thread, e) -> LOG.log(Level.ERROR, "the cache stopped", e))
                .unstarted(this::run);
    }

    /** @param each done after each piece of work, a second after the last one, and every five seconds from then on */
    void start(Runnable each) {
        tick = each;
        thread.start();
    }

    /** Returns once the piece is durable and indexed. */
    boolean store(Put put) {
        send(new Work.Store(put));
        return await(put.done());
    }

    /** Runs {@code what} on the committer's thread and returns its result. */
    <T> T call(Supplier<T> what) {
        if (Thread.currentThread().equals(thread)) {
            return what.get();
        }
        var done = new CompletableFuture<T>();
        send(new Work.Task<>(what, done));
        return await(done);
    }

    /** Runs {@code what} on the committer's thread, in its turn. Not for that thread itself. */
    <T> CompletableFuture<T> submit(Supplier<T> what) {
        var done = new CompletableFuture<T>();
        send(new Work.Task<>(what, done));
        return done;
    }

    /** Runs {@code what} soon, unless too much waits already. */
    void offer(Runnable what) {
        var task = new Work.Task<>(
                () -> {
                    what.run();
                    return true;
                },
                new CompletableFuture<>());
        if (!mailbox.offer(task)) {
            LOG.log(Level.DEBUG, "the committer is busy; what was found rotten will be found again");
        }
    }

    /** Why the disk did not take what it was last given; empty while it does. */
    Optional<WhyNotGrowing> whyNot() {
        return stopped ? Optional.of(WhyNotGrowing.FAILING) : whyNot;
    }

    /** Whether the disk did not take what it was last given; not so when this has only been closed. */
    boolean isRefused() {
        return whyNot.isPresent();
    }

    /** Whether the folder is not there, or not the one that was opened. */
    boolean isGone() {
        return whyNot().equals(Optional.of(WhyNotGrowing.GONE));
    }

    /** What the disk says now. */
    void whyNot(Optional<WhyNotGrowing> now) {
        whyNot = now;
    }

    @Override
    public void close() {
        try {
            send(new Work.Stop());
        } catch (UncheckedIOException e) {
            LOG.log(Level.DEBUG, "the cache has stopped by itself", e);
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            boolean idle = false;
            while (!stopped) {
                Work work = mailbox.poll(idle ? IDLE_TICK_MILLIS : TICK_MILLIS, TimeUnit.MILLISECONDS);
                if (work != null) {
                    handle(work);
                }
                tick();
                idle = work == null && whyNot.isEmpty();
            }
            writer.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopped = true;
            failWaiting();
        }
    }

    // A database that fails now may answer the next time; the pieces of others are told by their own futures.
    private void tick() {
        try {
            tick.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "keeping the cache in its bounds", e);
        }
    }

    private void handle(Work work) {
        switch (work) {
            case Work.Store store -> commit(groupFrom(store.put()));
            case Work.Task<?> task -> task.run();
            case Work.Stop stop -> stopped = true;
        }
    }

    private List<Put> groupFrom(Put first) {
        var group = new ArrayList<Put>();
        group.add(first);
        long bytes = first.mostBytes();
        while (group.size() < GROUP_RECORDS && mailbox.peek() instanceof Work.Store next) {
            bytes += next.put().mostBytes();
            if (bytes > Math.min(GROUP_BYTES, writer.mostGroupBytes())) {
                break;
            }
            mailbox.remove();
            group.add(next.put());
        }
        return group;
    }

    // An Error goes through and ends the thread: nothing may be believed after it.
    private void commit(List<Put> group) {
        try {
            writer.write(group);
            group.forEach(put -> put.done().complete(true));
            whyNot = Optional.empty();
        } catch (IOException e) {
            fail(group, new UncheckedIOException(e));
        } catch (RuntimeException e) {
            fail(group, new UncheckedIOException(new IOException("keeping pieces", e)));
        } finally {
            group.forEach(put -> put.done().completeExceptionally(closed()));
        }
    }

    private void fail(List<Put> group, RuntimeException why) {
        if (whyNot.isEmpty()) {
            LOG.log(Level.WARNING, "the cache cannot keep pieces now", why);
        }
        whyNot = Optional.of(WhyNotGrowing.of(why));
        group.forEach(put -> put.done().completeExceptionally(why));
    }

    private void failWaiting() {
        @Nullable Work work;
        while ((work = mailbox.poll()) != null) {
            switch (work) {
                case Work.Store store -> store.put().done().completeExceptionally(closed());
                case Work.Task<?> task -> task.done().completeExceptionally(closed());
                case Work.Stop stop -> {}
            }
        }
    }

    private void send(Work work) {
        try {
            while (!stopped) {
                if (mailbox.offer(work, TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                    if (stopped) {
                        failWaiting();
                    }
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(interrupted(e));
        }
        throw closed();
    }

    private static <T> T await(CompletableFuture<T> done) {
        try {
            return done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(interrupted(e));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static IOException interrupted(InterruptedException e) {
        var interrupted = new InterruptedIOException("interrupted while waiting for the disk");
        interrupted.initCause(e);
        return interrupted;
    }

    private static RuntimeException closed() {
        return new UncheckedIOException(new IOException("the cache is closed"));
    }
}
