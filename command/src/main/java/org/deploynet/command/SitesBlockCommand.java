package org.deploynet.command;

import java.io.IOException;
import org.deploynet.control.PeerControl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deploynet sites block SITE}: nothing of it is served or fetched any more. */
@Command(name = "block", mixinStandardHelpOptions = true, description = "${bundle:command.sites.block.summary}")
final class SitesBlockCommand extends SiteOrder {
    @Option(names = "--keep", description = "${bundle:command.sites.block.keep}")
    private boolean keep;

    @Override
    String carryOut(PeerControl engine, Meant meant) throws IOException {
        var removal = engine.block(meant.id(), keep);
        return keep
                ? texts.get("command.sites.block.kept", meant.name())
                : sentences().removed("command.sites.block.", meant.name(), removal);
    }
}
