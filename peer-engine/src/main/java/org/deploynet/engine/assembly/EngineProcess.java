package org.deploynet.engine.assembly;

import java.security.Security;
import java.util.Optional;
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
        START_AGAIN,
        /** Another process is to take its place. */
        GIVE_WAY
    }

    /** How an engine's process ended in order. */
    public enum End {
        /** As it was told. */
        STOPPED,
        /** By itself, to be started again at once. */
        RECYCLED
    }

    private final EngineOptions options;
    private final LinkedBlockingQueue<Next> asked = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean ending = new AtomicBoolean();
    private final Optional<Long> starter = starter();

    private EngineProcess(EngineOptions options) {
        this.options = options;
    }

    /**
     * Runs until a face says shutdown, the system asks this process to end (which it then does with 0), or a supervised engine
     * has taken too much memory. {@code ready} is called once the control socket answers.
     */
    public static End run(EngineOptions options, Consumer<EngineAssembly> ready) throws EngineStartException {
        OutputFile.keepOwnBounded();
        // What was not found while there was no network: the JDK would not ask again for 10 s.
        Security.setProperty("networkaddress.cache.negative.ttl", "1");
        return new EngineProcess(options).run(ready);
    }

    private End run(Consumer<EngineAssembly> ready) throws EngineStartException {
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
        return next == Next.GIVE_WAY ? End.RECYCLED : End.STOPPED;
    }

    private EngineAssembly start() throws EngineStartException {
        return EngineAssembly.start(
                options,
                new EngineCalls(
                        () -> asked.add(Next.END),
                        () -> asked.add(Next.START_AGAIN),
                        Optional.of(() -> asked.add(isLookedAfter() ? Next.GIVE_WAY : Next.START_AGAIN))));
    }

    // Whoever started this process may be gone, and then nobody would start it again.
    private boolean isLookedAfter() {
        return options.supervised() && starter().equals(starter);
    }

    private static Optional<Long> starter() {
        return ProcessHandle.current().parent().map(ProcessHandle::pid);
    }

    /** Out of safe mode, or afresh; a start that fails leads into safe mode. */
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

    // The JVM by itself would end with 143 after SIGTERM, and a service manager would call that a failure.
    private void endInOrder() {
        boolean bySignal = !ending.getAndSet(true);
        asked.add(Next.END);
        try {
            boolean inTime = closed.await(CLOSE_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
            if (bySignal) {
                ProcessEnd.now(inTime ? 0 : 1);
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
