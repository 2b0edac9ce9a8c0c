package org.deploynet.command;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.deploynet.command.publish.ProgressBar;
import org.deploynet.control.CacheControl;
import org.deploynet.control.CacheReport;
import org.deploynet.control.PeerControl;
import org.deploynet.control.words.SizeWords;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deploynet cache move DIR}: moves the cache and waits for the end; Ctrl-C takes the move back. */
@Command(name = "move", mixinStandardHelpOptions = true, description = "${bundle:command.cache.move.summary}")
final class CacheMoveCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "${bundle:command.cache.move.to}")
    private Optional<Path> to = Optional.empty();

    @Option(names = "--cancel", description = "${bundle:command.cache.move.cancel}")
    private boolean cancel;

    @Override
    public Integer call() {
        if (cancel == to.isPresent()) {
            throw new ParameterException(spec.commandLine(), texts.get("command.cache.move.which"));
        }
        return to.map(this::move).orElseGet(this::cancel).number();
    }

    private ExitCode cancel() {
        Engine.ask(places.places(), engine -> {
            engine.cancelMove();
            return true;
        });
        spec.commandLine().getOut().println(texts.get("command.cache.move.cancelling"));
        return ExitCode.OK;
    }

    private ExitCode move(Path folder) {
        var said = new CountDownLatch(1);
        try {
            CacheReport.Move ended = Engine.ask(places.places(), engine -> {
                engine.moveCache(folder.toAbsolutePath().normalize().toString());
                var takeBack = new Thread(() -> takeBack(engine, said), "take-back");
                Runtime.getRuntime().addShutdownHook(takeBack);
                CacheReport.Move end = watch(engine);
                forget(takeBack);
                return end;
            });
            String state = ended.state().name().toLowerCase(Locale.ROOT);
            spec.commandLine()
                    .getOut()
                    .println(texts.get("command.cache.move." + state, ended.to(), obstacle(ended))
                            .strip());
            return ended.state() == CacheReport.Move.State.DONE ? ExitCode.OK : ExitCode.ERROR;
        } finally {
            said.countDown();
        }
    }

    private CacheReport.Move watch(PeerControl engine) throws IOException {
        try (var line = new ProgressLine(spec.commandLine().getErr(), ProgressBar.hasTerminal())) {
            return Watch.until(
                            engine,
                            report -> report.move()
                                    .filter(move -> !move.state().isOver())
                                    .isEmpty(),
                            report -> report.move().ifPresent(move -> draw(line, move)))
                    .move()
                    .orElseThrow(() -> new IOException("the engine does not know of the move any more"));
        }
    }

    private String obstacle(CacheReport.Move move) {
        return move.why()
                .map(why -> texts.get(why.textKey()) + " " + move.detail())
                .orElse("");
    }

    private void draw(ProgressLine line, CacheReport.Move move) {
        String of = texts.get("command.cache.move.so-far", size(move.bytesDone()), size(move.bytesTotal()));
        line.draw(move.bytesDone(), move.bytesTotal(), of);
    }

    // Runs while the process ends by Ctrl-C; the thread that watches goes on meanwhile and says what came of it.
    private static void takeBack(CacheControl engine, CountDownLatch said) {
        try {
            engine.cancelMove();
            said.await();
        } catch (IOException e) {
            System.getLogger(CacheMoveCommand.class.getName())
                    .log(Level.WARNING, "the move was not cancelled: {0}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // It runs already, and waits for what is said next.
        }
    }

    private static String size(long bytes) {
        return SizeWords.format(bytes, Locale.getDefault());
    }
}
