package org.deploynet.engine.keychain;

import java.nio.file.Path;
import java.time.Duration;
import org.deploynet.control.identity.KeyPlace;

/** Moves a key when it is told to on standard input: a program of its own, for whoever kills it meanwhile. */
final class MoveUntilKilled {
    private MoveUntilKilled() {}

    /** The file, the bus, and where to. */
    public static void main(String[] arguments) throws Exception {
        IdentityKeeper keeper = IdentityKeeper.open(
                        Path.of(arguments[0]), SecretService.at(arguments[1], Duration.ofSeconds(20)))
                .orElseThrow();
        System.out.println("ready");
        System.out.flush();
        var _ = System.in.read();
        keeper.keepIn(KeyPlace.valueOf(arguments[2]));
        System.out.println("moved");
        System.out.flush();
    }
}
