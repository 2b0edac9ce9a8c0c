package org.deploynet.command;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.deploynet.command.origin.OriginServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code deploynet demo-origin}: the demo's web server, a process of its own. */
@Command(name = "demo-origin", hidden = true, mixinStandardHelpOptions = true)
final class DemoOriginCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR")
    @SuppressWarnings("NullAway.Init") // required
    private Path folder;

    @Option(names = "--port", required = true)
    private int port;

    @Override
    public Integer call() throws InterruptedException {
        try (OriginServer origin = OriginServer.start(folder, port)) {
            System.out.println(origin.uri());
            new CountDownLatch(1).await();
            return ExitCode.OK.number();
        } catch (BindException e) {
            throw new CommandFailure(ExitCode.ERROR, "command.demo.portTaken", Integer.toString(port));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.ERROR, "command.demo.folder", folder, String.valueOf(e.getMessage()));
        }
    }
}
