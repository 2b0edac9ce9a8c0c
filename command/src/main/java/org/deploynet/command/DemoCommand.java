package org.deploynet.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deploynet.command.demo.Demo;
import org.deploynet.command.demo.DemoFailure;
import org.deploynet.command.demo.Folders;
import org.deploynet.command.publish.PublishFailure;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code deploynet demo}: a whole network on this machine, until it is told to stop. */
@Command(name = "demo", mixinStandardHelpOptions = true, description = "${bundle:command.demo.summary}")
final class DemoCommand implements Callable<Integer> {
    private static final String SAMPLE_SITE = "deploynet.sampleSite";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Option(names = "--site", paramLabel = "DIR", description = "${bundle:command.demo.option.site}")
    private Optional<Path> site = Optional.empty();

    @Option(names = "--data", paramLabel = "DIR", description = "${bundle:command.demo.option.data}")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--headless", description = "${bundle:command.demo.option.headless}")
    private boolean headless;

    @Option(names = "--ready", paramLabel = "FILE", description = "${bundle:command.demo.option.ready}")
    private Optional<Path> ready = Optional.empty();

    @Option(names = "--port", paramLabel = "N", description = "${bundle:command.demo.option.port}")
    private Optional<Integer> port = Optional.empty();

    @Option(names = "--signaling-port", paramLabel = "N", description = "${bundle:command.demo.option.signalingPort}")
    private Optional<Integer> signalingPort = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        Path folder = dataFolder();
        var options = new Demo.Options(siteFolder(folder), ready, port, signalingPort, !headless);
        PrintWriter out = spec.commandLine().getOut();
        var demo = new Demo(options, folder, out, Texts.of(Locale.getDefault()));
        var ending = new Thread(() -> end(demo, folder), "demo-end");
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            demo.run();
            return ExitCode.OK.number();
        } catch (DemoFailure failure) {
            throw new CommandFailure(ExitCode.ERROR, failure.key(), failure.arguments());
        } catch (PublishFailure failure) {
            throw new CommandFailure(ExitCode.ERROR, failure.key(), failure.arguments());
        }
    }

    private Path siteFolder(Path folder) {
        Path chosen = site.or(() ->
                        Optional.ofNullable(System.getProperty(SAMPLE_SITE)).map(Path::of))
                .orElseThrow(() -> new CommandFailure(ExitCode.BAD_USAGE, "command.demo.noSample"));
        if (!Files.isDirectory(chosen)) {
            throw new CommandFailure(ExitCode.BAD_USAGE, "command.demo.noSite", chosen);
        }
        if (folder.toAbsolutePath()
                .normalize()
                .startsWith(chosen.toAbsolutePath().normalize())) {
            throw new CommandFailure(ExitCode.BAD_USAGE, "command.demo.dataInSite", folder, chosen);
        }
        return chosen;
    }

    private Path dataFolder() {
        try {
            return data.isPresent()
                    ? Files.createDirectories(data.get())
                    : Files.createTempDirectory("deploynet-demo-");
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.ERROR,
                    "command.demo.folder",
                    data.map(Path::toString).orElse(""),
                    String.valueOf(e));
        }
    }

    private void end(Demo demo, Path folder) {
        demo.close();
        try {
            if (data.isEmpty()) {
                Folders.delete(folder);
            }
        } catch (IOException e) {
            System.getLogger(DemoCommand.class.getName())
                    .log(System.Logger.Level.WARNING, "the demo's folder " + folder + " is left over: " + e);
        }
    }
}
