package org.deploynet.engine.assembly;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.deploynet.control.process.OutputFile;

/** The life of one engine from start to orderly end, as {@code deploynet peer} runs it. */
public final class EngineProcess {
    private static final long CLOSE_WITHIN_MILLIS = 2_000;

    private EngineProcess() {}

    /**
     * Runs until a face says shutdown or the system asks this process to end; then the process ends with 0. {@code ready} is
     * called once the control socket answers.
     */
    public static void run(EngineOptions options, Consumer<EngineAssembly> ready) throws EngineStartException {
        OutputFile.keepOwnBounded();
        var stop = new CountDownLatch(1);
        var closed = new CountDownLatch(1);
        try (EngineAssembly engine = EngineAssembly.start(options, stop::countDown)) {
            var hook = new Thread(() -> endInOrder(stop, closed), "engine-stop");
            Runtime.getRuntime().addShutdownHook(hook);
            ready.accept(engine);
            await(stop);
        }
        closed.countDown();
    }

    // Without halt the JVM would end with 143 after SIGTERM, and a service manager would call that a failure.
    private static void endInOrder(CountDownLatch stop, CountDownLatch closed) {
        boolean asked = stop.getCount() > 0;
        stop.countDown();
        try {
            boolean inTime = closed.await(CLOSE_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
            if (asked) {
                Runtime.getRuntime().halt(inTime ? 0 : 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch stop) {
        try {
            stop.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
