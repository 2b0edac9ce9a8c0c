package org.deploynet.engine.assembly;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.deploynet.control.process.OutputFile;

/** The life of one engine from start to orderly end, as {@code deploynet peer} runs it. For one thread. */
public final class EngineProcess {
    private static final System.Logger LOG = System.getLogger(EngineProcess.class.getName());
    private static final long CLOSE_WITHIN_MILLIS = 2_000;

    private enum Next {
        END,
        START_AGAIN
    }

    private final EngineOptions options;
    private final LinkedBlockingQueue<Next> asked = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean ending = new AtomicBoolean();

    private EngineProcess(EngineOptions options) {
        this.options = options;
    }

    /**
     * Runs until a face says shutdown or the system asks this process to end; then the process ends with 0. {@code ready} is
     * called once the control socket answers.
     */
    public static void run(EngineOptions options, Consumer<EngineAssembly> ready) throws EngineStartException {
        OutputFile.keepOwnBounded();
        new EngineProcess(options).run(ready);
    }

    private void run(Consumer<EngineAssembly> ready) throws EngineStartException {
        Next next;
        try (EngineAssembly engine = start()) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::endInOrder, "engine-stop"));
            ready.accept(engine);
            next = next();
        }
        while (next == Next.START_AGAIN) {
            next = again();
        }
        ending.set(true);
        closed.countDown();
    }

    private EngineAssembly start() throws EngineStartException {
        return EngineAssembly.start(options, () -> asked.add(Next.END), () -> asked.add(Next.START_AGAIN));
    }

    /** A start out of safe mode; one that fails leads into it again. */
    private Next again() throws EngineStartException {
        try (EngineAssembly engine = start()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "started again: {0}",
                    engine.snapshot().condition());
            return next();
        } catch (EngineStartException e) {
            if (e.why().inSafeMode().isEmpty()) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, "still not", e);
            return Next.START_AGAIN;
        }
    }

    // Without halt the JVM would end with 143 after SIGTERM, and a service manager would call that a failure.
    private void endInOrder() {
        boolean bySignal = !ending.getAndSet(true);
        asked.add(Next.END);
        try {
            boolean inTime = closed.await(CLOSE_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
            if (bySignal) {
                Runtime.getRuntime().halt(inTime ? 0 : 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Next next() {
        try {
            return asked.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Next.END;
        }
    }
}
