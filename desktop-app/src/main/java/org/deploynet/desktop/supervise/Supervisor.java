package org.deploynet.desktop.supervise;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.PeerControl;
import org.deploynet.control.PeerControl.Watching;
import org.deploynet.control.rpc.ControlClient;

/**
 * Keeps one engine running and knows its condition: connects to the one there is, starts one where there is none, and again
 * when it ended, as {@link RestartPolicy} says. A thread of its own owns the engine's life. Safe from any thread.
 */
public final class Supervisor implements EngineView, AutoCloseable {
    private static final Duration EXIT_CODE_WITHIN = Duration.ofSeconds(5);
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(12);

    private final EngineFinder finder;
    private final RestartPolicy policy = new RestartPolicy();
    private final Watches watches =
            new Watches(new EngineCondition.Starting(Instant.now()), this::lookAsCloselyAsAsked);
    private final Semaphore nudge = new Semaphore(0);
    private final Thread life = Thread.ofVirtual().name("engine-life").unstarted(this::keepAlive);
    private volatile Optional<EngineFinder.Found> engine = Optional.empty();
    private final AtomicBoolean closing = new AtomicBoolean();
    /** Two subscriptions in a row must reach the engine in the order in which the wishes are read. */
    private final ReentrantLock subscribing = new ReentrantLock();

    public Supervisor(EngineFinder finder) {
        this.finder = finder;
    }

    public void start() {
        life.start();
    }

    @Override
    public EngineCondition condition() {
        return watches.latest();
    }

    @Override
    public Watch watch(Watching watching, Consumer<EngineCondition> target) {
        return watches.add(watching, target);
    }

    @Override
    public void startAgain() {
        nudge.release();
    }

    @Override
    public <T> CompletableFuture<T> ask(Question<T> question) {
        var answer = new CompletableFuture<T>();
        Thread.ofVirtual().name("question").start(() -> {
            try {
                answer.complete(question.ask(client()));
            } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    @Override
    public CompletableFuture<Void> tell(Order order) {
        return ask(control -> {
                    order.give(control);
                    tellRunning(control, control.snapshot());
                    return control;
                })
                .thenAccept(control -> {});
    }

    private PeerControl client() throws IOException {
        return engine.map(EngineFinder.Found::client).orElseThrow(() -> new IOException("no engine answers now"));
    }

    private void keepAlive() {
        try {
            while (!closing.get()) {
                liveOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void liveOnce() throws InterruptedException {
        boolean answered = false;
        EngineEnd end;
        try {
            EngineFinder.Found found = finder.find();
            answered = true;
            end = live(found);
        } catch (NoEngineException e) {
            end = e.end();
        }
        if (!closing.get()) {
            comeBackFrom(end, policy.after(answered, end.at()));
        }
    }

    /** Returns when the engine is gone. */
    private EngineEnd live(EngineFinder.Found found) throws InterruptedException {
        setEngine(Optional.of(found));
        lookAsCloselyAsAsked();
        String words = found.client().ended().join().getMessage();
        setEngine(Optional.empty());
        Optional<StartedEngine> process = found.process();
        if (process.isPresent() && process.get().endsWithin(EXIT_CODE_WITHIN)) {
            return process.get().end();
        }
        return new EngineEnd(new EngineEnd.How.Gone(), Instant.now(), process.isPresent() ? "" : String.valueOf(words));
    }

    private synchronized void setEngine(Optional<EngineFinder.Found> now) {
        engine = now;
    }

    // The last word of an engine that is gone must not come after the news of its end.
    private synchronized void tellRunning(PeerControl speaker, EngineSnapshot snapshot) {
        if (!closing.get() && engine.filter(found -> found.client() == speaker).isPresent()) {
            watches.tell(new EngineCondition.Running(snapshot));
        }
    }

    private void comeBackFrom(EngineEnd end, RestartPolicy.Next next) throws InterruptedException {
        switch (next) {
            case RestartPolicy.Next.StartAfter(Duration pause, int attempt) -> {
                watches.tell(
                        end.isRecycling()
                                ? new EngineCondition.Starting(end.at())
                                : new EngineCondition.Restarting(
                                        end, attempt, end.at().plus(pause)));
                var _ = nudge.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
            }
            case RestartPolicy.Next.GiveUp _ -> {
                watches.tell(new EngineCondition.GivenUp(end, Instant.now()));
                nudge.acquire();
                policy.forget();
                watches.tell(new EngineCondition.Starting(Instant.now()));
            }
        }
        nudge.drainPermits();
    }

    // The engine computes as often as its closest face asks; a call of it may take a while, so not on the caller's
    // thread.
    private void lookAsCloselyAsAsked() {
        engine.ifPresent(found -> Thread.ofVirtual().name("subscribe").start(() -> subscribe(found.client())));
    }

    private void subscribe(ControlClient client) {
        subscribing.lock();
        try {
            Watching watching = watches.closest().orElse(Watching.TRAY);
            client.subscribe(watching, snapshot -> tellRunning(client, snapshot));
        } catch (IOException gone) {
            // Whoever waits for its end hears of it.
        } finally {
            subscribing.unlock();
        }
    }

    /** Ends the engine if this application started it, and only then. */
    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        watches.tell(new EngineCondition.Quitting());
        try {
            Optional<EngineFinder.Found> last = engine;
            if (last.isPresent() && last.get().isOurs()) {
                EngineFinder.end(last.get());
            }
            last.ifPresent(found -> found.client().close());
            life.interrupt();
            life.join(CLOSES_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
