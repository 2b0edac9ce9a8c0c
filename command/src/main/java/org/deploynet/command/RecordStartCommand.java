package org.deploynet.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.deploynet.command.demo.Folders;
import org.deploynet.control.process.StartCache;
import org.deploynet.control.process.ThisProgram;
import picocli.CommandLine.Command;

/**
 * {@code deploynet record-start}: starts an engine, ends it, and leaves what its JVM remembers of that where every later start
 * finds it. For whoever builds or installs DeployNet.
 */
@Command(name = "record-start", hidden = true, mixinStandardHelpOptions = true)
final class RecordStartCommand implements Callable<Integer> {
    /** Port 9 is where nobody answers: the start is of interest, not a network. */
    private static final String NOBODY = "http://127.0.0.1:9";

    /** The JVM writes its cache after the program's own end. */
    private static final long WRITTEN_WITHIN_SECONDS = 60;

    @Override
    public Integer call() throws IOException {
        Path cache = StartCache.place()
                .orElseThrow(() -> new CommandFailure(ExitCode.BAD_USAGE, "command.record-start.noJars"));
        Path recording = cache.resolveSibling(cache.getFileName() + ".new");
        Files.createDirectories(cache.getParent());
        Files.deleteIfExists(recording);
        Path data = Files.createTempDirectory("deploynet-start-");
        try {
            var peer = List.of("peer", "--data", data.toString(), "--signaling", NOBODY);
            Process engine = new ProcessBuilder(ThisProgram.recordingPart(recording, peer))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String ready = engine.inputReader(StandardCharsets.UTF_8).readLine();
            if (!ends(engine) || ready == null) {
                throw new CommandFailure(ExitCode.ERROR, "command.record-start.failed");
            }
            Files.move(recording, cache, StandardCopyOption.ATOMIC_MOVE);
            return ExitCode.OK.number();
        } finally {
            Files.deleteIfExists(recording);
            Folders.delete(data);
        }
    }

    private static boolean ends(Process process) {
        process.destroy();
        try {
            if (process.waitFor(WRITTEN_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return false;
    }
}
