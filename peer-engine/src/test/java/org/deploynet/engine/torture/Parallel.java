package org.deploynet.engine.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** The same for each of many, on virtual threads, a few at a time. */
final class Parallel {
    private static final int AT_ONCE = 64;

    private Parallel() {}

    static <T> void forEach(List<T> all, Consumer<T> each) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<?>>();
            for (int first = 0; first < Math.min(AT_ONCE, all.size()); first++) {
                int from = first;
                done.add(threads.submit(() -> {
                    for (int n = from; n < all.size(); n += AT_ONCE) {
                        each.accept(all.get(n));
                    }
                }));
            }
            for (Future<?> part : done) {
                part.get();
            }
        }
    }
}
