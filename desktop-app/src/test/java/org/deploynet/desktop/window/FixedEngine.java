package org.deploynet.desktop.window;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.deploynet.control.CacheReport;
import org.deploynet.control.EnginePlaces;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.History;
import org.deploynet.control.PeerControl;
import org.deploynet.control.UploadLimit;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.supervise.EngineView;

/** An engine that stands still in one condition, for pictures; what it is told does nothing. */
final class FixedEngine implements EngineView, PeerControl {
    private final AtomicInteger watches = new AtomicInteger();
    private EngineCondition condition;
    private Consumer<EngineCondition> watcher = told -> {};
    private final Optional<CacheReport> cache;
    private final AtomicInteger cacheQuestions = new AtomicInteger();

    FixedEngine(EngineCondition condition) {
        this(condition, Optional.of(SampleReports.filled()));
    }

    /** Without a report it does not answer questions about its cache. */
    FixedEngine(EngineCondition condition, Optional<CacheReport> cache) {
        this.condition = condition;
        this.cache = cache;
    }

    @Override
    public EngineCondition condition() {
        return condition;
    }

    @Override
    public Watch watch(Watching watching, Consumer<EngineCondition> target) {
        watcher = target;
        watches.incrementAndGet();
        target.accept(condition);
        return watches::decrementAndGet;
    }

    int watches() {
        return watches.get();
    }

    void become(EngineCondition next) {
        condition = next;
        watcher.accept(next);
    }

    @Override
    public <T> CompletableFuture<T> ask(Question<T> question) {
        try {
            return CompletableFuture.completedFuture(question.ask(this));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Void> tell(Order order) {
        return ask(control -> {
                    order.give(control);
                    return control;
                })
                .thenAccept(control -> {});
    }

    @Override
    public void startAgain() {}

    @Override
    public EngineSnapshot snapshot() throws IOException {
        if (condition instanceof EngineCondition.Running running) {
            return running.snapshot();
        }
        throw new IOException("no engine");
    }

    @Override
    public History history(History.Range range) {
        return SampleConditions.history(range);
    }

    @Override
    public CacheReport cache() throws IOException {
        cacheQuestions.incrementAndGet();
        return cache.orElseThrow(() -> new IOException("the engine did not answer within 10 s"));
    }

    /** How often a face asked for the cache. */
    int cacheQuestions() {
        return cacheQuestions.get();
    }

    @Override
    public void pause(Optional<Duration> duration) {}

    @Override
    public void resume() {}

    @Override
    public void limit(UploadLimit upload) {}

    @Override
    public void drain() {}

    @Override
    public EnginePlaces paths() throws IOException {
        throw new IOException("no engine");
    }

    @Override
    public void shutdown() {}

    @Override
    public Subscription subscribe(Watching watching, Consumer<EngineSnapshot> target) throws IOException {
        target.accept(snapshot());
        return () -> {};
    }
}
