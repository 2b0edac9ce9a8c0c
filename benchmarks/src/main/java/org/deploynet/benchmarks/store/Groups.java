package org.deploynet.benchmarks.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One thread that takes what has come meanwhile as one group: the courtesy our store allows itself. */
final class Groups implements AutoCloseable {
    private static final int MOST = 64;

    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Commit commit;
    private final Thread thread;
    private volatile boolean closed;

    private record Waiting(Item item, CompletableFuture<Boolean> done) {}

    /** Makes a group durable. */
    interface Commit {
        void all(List<Item> items) throws Exception;
    }

    Groups(Commit commit) {
        this.commit = commit;
        this.thread = Thread.ofPlatform().name("groups").start(this::run);
    }

    void put(Item item) throws Exception {
        var waiting = new Waiting(item, new CompletableFuture<>());
        queue.add(waiting);
        waiting.done.get();
    }

    private void run() {
        try {
            while (!closed) {
                Optional<Waiting> first = Optional.ofNullable(queue.poll(100, TimeUnit.MILLISECONDS));
                if (first.isPresent()) {
                    var group = new ArrayList<>(List.of(first.get()));
                    queue.drainTo(group, MOST - 1);
                    commit(group);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void commit(List<Waiting> group) {
        try {
            commit.all(group.stream().map(Waiting::item).toList());
            group.forEach(each -> each.done.complete(true));
        } catch (Exception e) {
            group.forEach(each -> each.done.completeExceptionally(e));
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
