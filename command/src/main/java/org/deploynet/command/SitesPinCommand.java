package org.deploynet.command;

import java.io.IOException;
import org.deploynet.control.PeerControl;
import picocli.CommandLine.Command;

/** {@code deploynet sites pin SITE}: nothing of it makes way. */
@Command(name = "pin", mixinStandardHelpOptions = true, description = "${bundle:command.sites.pin.summary}")
final class SitesPinCommand extends SiteOrder {
    @Override
    String carryOut(PeerControl engine, Meant meant) throws IOException {
        engine.pin(meant.id(), true);
        return texts.get("command.sites.pin.done", meant.name());
    }
}
