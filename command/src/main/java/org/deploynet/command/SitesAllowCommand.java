package org.deploynet.command;

import java.io.IOException;
import org.deploynet.control.PeerControl;
import picocli.CommandLine.Command;

/** {@code deploynet sites allow SITE}: undoes a block, or speaks against a denylist. */
@Command(name = "allow", mixinStandardHelpOptions = true, description = "${bundle:command.sites.allow.summary}")
final class SitesAllowCommand extends SiteOrder {
    @Override
    String carryOut(PeerControl engine, Meant meant) throws IOException {
        engine.allow(meant.id());
        return texts.get("command.sites.allow.done", meant.name());
    }
}
