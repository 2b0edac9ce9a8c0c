package org.deploynet.command;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deploynet.command.identity.IdentityFolder;
import org.deploynet.control.identity.KeyPlace;
import org.deploynet.control.place.Places;
import org.deploynet.engine.control.EngineLock;
import org.deploynet.engine.keychain.IdentityKeeper;
import org.deploynet.engine.keychain.KeychainException;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deploynet identity keychain on|off}: moves the key into the desktop's keychain, or back into its file. */
@Command(
        name = "keychain",
        mixinStandardHelpOptions = true,
        description = "${bundle:command.identity.keychain.summary}")
final class IdentityKeychainCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Parameters(arity = "0..1", paramLabel = "on|off", description = "${bundle:command.identity.keychain.choice}")
    private Optional<OnOff> choice = Optional.empty();

    @Override
    public Integer call() {
        Places here = places.places();
        var folder = new IdentityFolder(here.state());
        IdentityKeeper identity = IdentityFiles.identity(folder);
        choice.map(on -> on.isOn() ? KeyPlace.KEYCHAIN : KeyPlace.FILE).ifPresent(place -> move(here, identity, place));
        spec.commandLine()
                .getOut()
                .println(texts.get(IdentityFiles.identity(folder).report().textKey()));
        return ExitCode.OK.number();
    }

    // A running engine does it itself: it has the key, and is the only one to write there.
    private static void move(Places here, IdentityKeeper identity, KeyPlace place) {
        try {
            Optional<EngineLock> alone = EngineLock.acquire(here.lock());
            if (alone.isPresent()) {
                try (EngineLock _ = alone.get()) {
                    identity.keepIn(place);
                }
                return;
            }
        } catch (KeychainException e) {
            throw IdentityFiles.failure(e);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.ERROR, "command.identity.restore.unwritable", here.state(), String.valueOf(e));
        }
        Engine.ask(here, engine -> {
            engine.keepKeyIn(place);
            return place;
        });
    }
}
