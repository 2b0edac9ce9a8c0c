package org.deploynet.engine.link.rtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.audio.AudioDeviceModule;
import dev.onvoid.webrtc.media.audio.AudioLayer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The native factories that connections are made by. Each has a network thread of its own, so there are as many as the cores
 * can feed, but a further one is only made when there is work for it. Each connection leaks about 65 kB (webrtc-java 0.14,
 * upstream #239, #265, #283), and what is leaked holds on to its factory: to dispose one for a fresh one brought no memory
 * back and left two threads behind each time (docs/performance.md, Long proofs). Safe from any thread.
 */
final class RtcFactories implements AutoCloseable {
    private static final int BUSY_CONNECTIONS = 8;
    private static final int MOST_FACTORIES = 4;

    private final int factories;
    private final List<Slot> slots = new ArrayList<>();
    private boolean closed;

    RtcFactories(int factories) {
        this.factories = factories;
    }

    static RtcFactories forThisMachine() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new RtcFactories(Math.clamp(cores - 1, 1, MOST_FACTORIES));
    }

    /** The right to make one connection; the factory lives at least until it is closed. */
    final class Lease implements AutoCloseable {
        private final Slot slot;
        private boolean released;

        private Lease(Slot slot) {
            this.slot = slot;
        }

        PeerConnectionFactory factory() {
            return slot.factory;
        }

        /** Only after the connection is closed: disposing under a live one aborts the process. */
        @Override
        public void close() {
            synchronized (RtcFactories.this) {
                if (!released) {
                    released = true;
                    slot.live--;
                    disposeUnused();
                }
            }
        }
    }

    private static final class Slot {
        // Without an audio module of its own the factory looks for a sound card and aborts the process if there is
        // none.
        private final AudioDeviceModule audio = new AudioDeviceModule(AudioLayer.kDummyAudio);
        private final PeerConnectionFactory factory = new PeerConnectionFactory(audio);
        private int live;

        private void dispose() {
            factory.dispose();
            audio.dispose();
        }
    }

    synchronized Lease lease() {
        if (closed) {
            throw new IllegalStateException("links are closed");
        }
        Slot slot = leastBusy()
                .filter(found -> found.live < BUSY_CONNECTIONS || slots.size() >= factories)
                .orElseGet(this::another);
        slot.live++;
        return new Lease(slot);
    }

    private Optional<Slot> leastBusy() {
        return slots.stream().min(Comparator.comparingInt(slot -> slot.live));
    }

    private Slot another() {
        var slot = new Slot();
        slots.add(slot);
        return slot;
    }

    private void disposeUnused() {
        slots.removeIf(slot -> {
            boolean unused = closed && slot.live == 0;
            if (unused) {
                slot.dispose();
            }
            return unused;
        });
        notifyAll();
    }

    synchronized int alive() {
        return slots.size();
    }

    /** No new leases; factories with live connections go when those are closed. */
    @Override
    public synchronized void close() {
        closed = true;
        disposeUnused();
    }

    /** Closes and waits for the last factory to go; false if one is still there after {@code patience}. */
    synchronized boolean closeWithin(Duration patience) {
        close();
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toMillis();
                    !slots.isEmpty() && left > 0;
                    left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return slots.isEmpty();
    }
}
