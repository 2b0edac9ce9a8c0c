package org.deploynet.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.command.identity.IdentityFolder;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.key.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code deploynet identity show}: the name of this super-peer and where its key is; needs no running engine. */
@Command(name = "show", mixinStandardHelpOptions = true, description = "${bundle:command.identity.show.summary}")
final class IdentityShowCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Override
    public Integer call() {
        var folder = new IdentityFolder(places.places().state());
        SigningKey key = IdentityFiles.key(folder);
        spec.commandLine().getOut().println(texts.get("command.identity.show.is", key.id(), folder.keyFile()));
        return ExitCode.OK.number();
    }
}
