package org.deploynet.command;

import java.io.IOException;
import org.deploynet.control.PeerControl;
import picocli.CommandLine.Command;

/** {@code deploynet sites purge SITE}: deletes what is kept of it. */
@Command(name = "purge", mixinStandardHelpOptions = true, description = "${bundle:command.sites.purge.summary}")
final class SitesPurgeCommand extends SiteOrder {
    @Override
    String carryOut(PeerControl engine, Meant meant) throws IOException {
        return sentences().removed("command.sites.purge.", meant.name(), engine.purge(meant.id()));
    }
}
