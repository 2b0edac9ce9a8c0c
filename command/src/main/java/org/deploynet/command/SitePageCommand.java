package org.deploynet.command;

import java.util.concurrent.Callable;
import org.deploynet.command.publish.SiteDesk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code deploynet site page}. */
@Command(name = "page", mixinStandardHelpOptions = true, description = "${bundle:site.page.summary}")
final class SitePageCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private SiteCommand site;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        spec.commandLine().getOut().println(site.ask(SiteDesk::page));
        return ExitCode.OK.number();
    }
}
