package org.deploynet.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.command.identity.IdentityFolder;
import org.deploynet.control.identity.KeyPlace;
import org.deploynet.engine.keychain.IdentityKeeper;
import org.deploynet.engine.keychain.KeychainException;
import org.deploynet.i18n.Texts;
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
        IdentityKeeper identity = IdentityFiles.identity(folder);
        var out = spec.commandLine().getOut();
        out.println(texts.get("command.identity.show.is", identity.id(), folder.keyFile()));
        out.println(texts.get(identity.report().textKey()));
        if (identity.place() == KeyPlace.KEYCHAIN) {
            out.println(keychain(identity));
        }
        return ExitCode.OK.number();
    }

    private String keychain(IdentityKeeper identity) {
        try {
            identity.key();
            return texts.get("command.identity.keychain.open");
        } catch (KeychainException e) {
            CommandFailure why = IdentityFiles.failure(e);
            return texts.get(why.key(), why.arguments());
        }
    }
}
