package org.deploynet.command;

import java.io.IOException;
import org.deploynet.control.PeerControl;
import picocli.CommandLine.Command;

/** {@code deploynet sites unpin SITE}: it makes way like any other. */
@Command(name = "unpin", mixinStandardHelpOptions = true, description = "${bundle:command.sites.unpin.summary}")
final class SitesUnpinCommand extends SiteOrder {
    @Override
    String carryOut(PeerControl engine, Meant meant) throws IOException {
        engine.pin(meant.id(), false);
        return texts.get("command.sites.unpin.done", meant.name());
    }
}
