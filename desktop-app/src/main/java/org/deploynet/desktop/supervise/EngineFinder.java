package org.deploynet.desktop.supervise;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.deploynet.control.ControlRefusedException;
import org.deploynet.control.place.Places;
import org.deploynet.control.place.PrivateFolder;
import org.deploynet.control.rpc.ControlClient;

/** Finds the engine of some folders, or starts one. For one thread. */
public final class EngineFinder {
    /** The name under which this application starts engines. */
    public static final String OWNER = "desktop";

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration OTHER_ANSWERS_WITHIN = Duration.ofSeconds(10);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(25);
    private static final int ALREADY_RUNNING = 3;

    private final Places places;
    private final String build;
    private final Optional<EngineStarter> starter;

    /**
     * @param build this program's version
     * @param starter absent where somebody else starts the engine, and this application only waits for it
     */
    public EngineFinder(Places places, String build, Optional<EngineStarter> starter) {
        this.places = places;
        this.build = build;
        this.starter = starter;
    }

    /** An engine that answers; its process where this application started it. */
    record Found(ControlClient client, Optional<StartedEngine> process) {
        boolean isOurs() {
            return client.greeting().owner().equals(OWNER);
        }
    }

    Found find() throws NoEngineException, InterruptedException {
        try {
            var found = new Found(connect(), Optional.empty());
            if (!found.isOurs() || found.client().greeting().build().equals(build) || starter.isEmpty()) {
                return found;
            }
            end(found);
        } catch (ControlRefusedException refused) {
            throw failed(refused);
        } catch (IOException nobodyAnswers) {
            if (starter.isEmpty()) {
                return awaitAnother().orElseThrow(() -> failed(nobodyAnswers));
            }
        }
        return start(starter.orElseThrow());
    }

    private Found start(EngineStarter program) throws NoEngineException, InterruptedException {
        StartedEngine process;
        try {
            process = program.start();
        } catch (IOException e) {
            throw failed(e);
        }
        try {
            return awaitReady(process);
        } catch (InterruptedException quit) {
            process.askToEnd();
            throw quit;
        }
    }

    private Found awaitReady(StartedEngine process) throws NoEngineException, InterruptedException {
        Instant deadline = Instant.now().plus(READY_WITHIN);
        while (Instant.now().isBefore(deadline)) {
            if (process.endsWithin(LOOK_EVERY)) {
                return afterEarlyEnd(process.end());
            }
            Optional<ControlClient> client = tryToConnect();
            if (client.isPresent()) {
                return new Found(client.get(), Optional.of(process));
            }
        }
        String words = process.lastWords();
        process.kill();
        throw new NoEngineException(new EngineEnd(new EngineEnd.How.Failed(), Instant.now(), words));
    }

    // Somebody else's engine has the lock, and may still be starting.
    private Found afterEarlyEnd(EngineEnd end) throws NoEngineException, InterruptedException {
        boolean another = end.how() instanceof EngineEnd.How.Exited exited && exited.code() == ALREADY_RUNNING;
        Optional<Found> found = another ? awaitAnother() : Optional.empty();
        return found.orElseThrow(() -> new NoEngineException(end));
    }

    private Optional<Found> awaitAnother() throws InterruptedException {
        Instant deadline = Instant.now().plus(OTHER_ANSWERS_WITHIN);
        while (Instant.now().isBefore(deadline)) {
            Optional<ControlClient> client = tryToConnect();
            if (client.isPresent()) {
                return Optional.of(new Found(client.get(), Optional.empty()));
            }
            Thread.sleep(LOOK_EVERY);
        }
        return Optional.empty();
    }

    private Optional<ControlClient> tryToConnect() {
        try {
            return Optional.of(connect());
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    private ControlClient connect() throws IOException {
        Path runtime = places.runtime();
        PrivateFolder.check(runtime);
        return ControlClient.connect(places.socket(), build, OWNER);
    }

    /** Ends this engine in order, and returns when it has, or when it took too long. */
    static void end(Found engine) throws InterruptedException {
        try (ControlClient client = engine.client()) {
            client.shutdown();
            client.ended()
                    .orTimeout(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (IOException | CompletionException alreadyGone) {
            engine.process().ifPresent(StartedEngine::askToEnd);
        }
        if (engine.process().isPresent() && !engine.process().get().endsWithin(ENDS_WITHIN)) {
            engine.process().get().kill();
        }
    }

    private static NoEngineException failed(IOException why) {
        return new NoEngineException(
                new EngineEnd(new EngineEnd.How.Failed(), Instant.now(), String.valueOf(why.getMessage())));
    }
}
