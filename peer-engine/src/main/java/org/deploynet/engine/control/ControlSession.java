package org.deploynet.engine.control;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.PeerControl;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.rpc.LineChannel;
import org.deploynet.control.rpc.MalformedJsonException;
import org.deploynet.control.rpc.Rpc;

/**
 * One face at the control socket: a thread reads its calls, another writes what is queued for it. A face that does not read
 * fills its queue and is cut; so is one that does not greet in time or breaks the format.
 */
final class ControlSession implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ControlSession.class.getName());
    private static final long LAST_ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long LAST_ANSWER_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int QUEUED_LINES = 32;
    private static final Duration HELLO_WITHIN = Duration.ofSeconds(10);

    private final LineChannel lines;
    private final ControlMethods methods;
    private final Consumer<ControlSession> whenClosed;
    private final BlockingQueue<byte[]> outbox = new ArrayBlockingQueue<>(QUEUED_LINES);
    private final CountDownLatch greeted = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    /** Requests that are being answered and lines that are not written yet. */
    private final AtomicInteger unanswered = new AtomicInteger();

    private final AtomicReference<PeerControl.Subscription> subscription = new AtomicReference<>(() -> {});
    private final Thread writing = Thread.ofVirtual().name("control-write").unstarted(this::writeAll);

    ControlSession(LineChannel lines, PeerControl engine, Rpc.Hello greeting, Consumer<ControlSession> whenClosed) {
        this.lines = lines;
        this.methods = new ControlMethods(engine, greeting, this);
        this.whenClosed = whenClosed;
    }

    void start() {
        Thread.ofVirtual().name("control-read").start(this::readAll);
        writing.start();
        Thread.ofVirtual().name("control-greeting").start(this::expectGreeting);
    }

    boolean isGreeted() {
        return greeted.getCount() == 0;
    }

    void greeted() {
        greeted.countDown();
    }

    /** Replaces the running subscription, if there is one. */
    void subscribed(PeerControl.Subscription next) {
        subscription.getAndSet(next).close();
        if (!isOpen()) {
            next.close();
        }
    }

    void push(EngineSnapshot snapshot) {
        queue(new Rpc.Notification("snapshot", ControlJson.tree(snapshot)));
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    private void expectGreeting() {
        try {
            if (!greeted.await(HELLO_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                close();
            }
        } catch (InterruptedException e) {
            close();
        }
    }

    private void readAll() {
        try {
            for (Optional<byte[]> line = lines.readLine(); line.isPresent() && isOpen(); line = lines.readLine()) {
                unanswered.incrementAndGet();
                try {
                    queue(answer(line.get()));
                } finally {
                    unanswered.decrementAndGet();
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a face left: {0}", e.getMessage());
        } finally {
            close();
        }
    }

    private Rpc answer(byte[] line) {
        try {
            return switch (Rpc.decode(line)) {
                case Rpc.Request request -> methods.answer(request);
                default -> new Rpc.Failure(Optional.empty(), Rpc.INVALID_REQUEST, "only requests with an id are taken");
            };
        } catch (MalformedJsonException e) {
            return new Rpc.Failure(Optional.empty(), Rpc.PARSE_ERROR, String.valueOf(e.getMessage()));
        }
    }

    private void queue(Rpc message) {
        byte[] line = message.encode();
        if (!isOpen()) {
            return;
        }
        unanswered.incrementAndGet();
        if (line.length > ControlJson.MAX_ANSWER_BYTES || !outbox.offer(line)) {
            LOG.log(System.Logger.Level.INFO, "a face does not keep up and is cut");
            close();
        }
    }

    private void writeAll() {
        try {
            while (isOpen()) {
                lines.writeLine(outbox.take());
                unanswered.decrementAndGet();
            }
        } catch (IOException | InterruptedException e) {
            LOG.log(System.Logger.Level.DEBUG, "a face left: {0}", e.getMessage());
        } finally {
            close();
        }
    }

    /** Closes once what was asked is answered, in particular what made the engine end; at most a moment later. */
    void closeAnswered() {
        long deadline = System.nanoTime() + LAST_ANSWER_NANOS;
        while (isOpen() && unanswered.get() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LAST_ANSWER_STEP_NANOS);
        }
        close();
    }

    @Override
    public void close() {
        closed.countDown();
        greeted.countDown();
        subscription.getAndSet(() -> {}).close();
        lines.close();
        writing.interrupt();
        whenClosed.accept(this);
    }
}
