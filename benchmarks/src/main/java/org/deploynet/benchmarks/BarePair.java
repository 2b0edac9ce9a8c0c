package org.deploynet.benchmarks;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCIceCandidate;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.deploynet.testkit.RtcEnd;

/**
 * Two ends of webrtc-java with nothing between: one asks with one control message, the other answers with one data message
 * that lies ready. It is what the engine's own path is compared with.
 */
final class BarePair implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;
    private static final byte[] QUESTION = new byte[150];

    private final PeerConnectionFactory serving = RtcEnd.factory();
    private final BlockingQueue<Boolean> questions = new LinkedBlockingQueue<>();
    private final ByteBuffer answer;
    private final RtcEnd asker;
    private final RtcEnd answerer;
    private final Thread thread;
    private volatile CompletableFuture<Long> arrived = new CompletableFuture<>();

    BarePair(PeerConnectionFactory browser, int answerBytes) throws Exception {
        answer = ByteBuffer.allocateDirect(answerBytes);
        var toAnswerer = new CompletableFuture<RtcEnd>();
        var toAsker = new CompletableFuture<RtcEnd>();
        asker = new RtcEnd(browser, new Side(toAnswerer));
        answerer = new RtcEnd(serving, new Side(toAsker));
        String offer = asker.offer();
        asker.takeAnswer(answerer.answer(offer));
        toAnswerer.complete(answerer);
        toAsker.complete(asker);
        asker.open().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        answerer.open().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        thread = Thread.ofPlatform().name("bare-answerer").daemon().start(this::answer);
    }

    private final class Side implements RtcEnd.Events {
        private final CompletableFuture<RtcEnd> other;

        private Side(CompletableFuture<RtcEnd> other) {
            this.other = other;
        }

        @Override
        public void candidate(RTCIceCandidate candidate) {
            Thread.startVirtualThread(() -> other.join().add(candidate));
        }

        @Override
        public void control(ByteBuffer utf8) {
            questions.add(true);
        }

        @Override
        public void data(ByteBuffer frame) {
            arrived.complete(System.nanoTime());
        }

        @Override
        public void ended() {}
    }

    private void answer() {
        try {
            while (true) {
                questions.take();
                answerer.data(answer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nanoseconds from the question to the last byte of the answer. */
    long ask() throws Exception {
        arrived = new CompletableFuture<>();
        long start = System.nanoTime();
        asker.control(QUESTION);
        return arrived.get(PATIENCE_SECONDS, TimeUnit.SECONDS) - start;
    }

    @Override
    public void close() {
        thread.interrupt();
        asker.close();
        answerer.close();
        serving.dispose();
    }
}
