package org.deploynet.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.signaling.SiteAccess.Want;
import org.deploynet.signaling.api.PageTokenSecret;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code deploynet site tokens on|off|new}. */
@Command(name = "tokens", mixinStandardHelpOptions = true, description = "${bundle:site.tokens.summary}")
final class SiteTokensCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    enum Change {
        ON,
        OFF,
        /** On, with another secret. */
        AGAIN
    }

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private SiteCommand site;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Parameters(paramLabel = "on|off|again", description = "${bundle:site.tokens.change}")
    @SuppressWarnings("NullAway.Init") // required
    private Change change;

    @Override
    public Integer call() throws InterruptedException {
        PageTokenSecret now = site.ask(desk -> desk.tokens(want()));
        var out = spec.commandLine().getOut();
        now.secret()
                .ifPresentOrElse(
                        secret -> {
                            spec.commandLine().getErr().println(texts.get("site.tokens.on"));
                            out.println(secret);
                        },
                        () -> out.println(texts.get("site.tokens.off")));
        return ExitCode.OK.number();
    }

    private Want want() {
        return switch (change) {
            case ON -> Want.TOKENS_ON;
            case OFF -> Want.TOKENS_OFF;
            case AGAIN -> Want.TOKENS_NEW;
        };
    }
}
