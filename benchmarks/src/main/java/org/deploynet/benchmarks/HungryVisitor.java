package org.deploynet.benchmarks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.deploynet.testkit.JavaVisitor;

/** A connected visitor who asks for the same object over and over, several at once, until it is told to stop. */
final class HungryVisitor implements AutoCloseable {
    private static final int AT_ONCE = 8;

    private final JavaVisitor visitor;
    private final OneSite site;
    private final int objectBytes;
    private final Thread asking;
    private volatile boolean over;

    HungryVisitor(JavaVisitor visitor, OneSite site, int objectBytes) {
        this.visitor = visitor;
        this.site = site;
        this.objectBytes = objectBytes;
        this.asking = Thread.ofVirtual().start(this::askOnAndOn);
    }

    // What was asked under a ticket is verified under it, so none is renewed before all of it has come.
    private void askOnAndOn() {
        var coming = new ArrayDeque<CompletableFuture<byte[]>>();
        try {
            while (!over) {
                while (coming.size() < AT_ONCE && !visitor.isHalfUsed()) {
                    coming.add(visitor.link().pieces(site.object(), objectBytes, 0, 1, 0));
                }
                if (coming.isEmpty()) {
                    visitor.renew();
                } else {
                    coming.remove().get(60, TimeUnit.SECONDS);
                    visitor.link().verified(objectBytes);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            if (!over) {
                throw new IllegalStateException("the visitor got nothing more", e);
            }
        }
    }

    /** Asks for nothing more; what was asked may still come. */
    void stop() {
        over = true;
    }

    @Override
    public void close() {
        stop();
        try {
            asking.join(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
