package org.deploynet.benchmarks.endurance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deploynet.benchmarks.Folders;
import org.deploynet.benchmarks.PublishedSite;
import org.deploynet.benchmarks.rig.EngineUnderLoad;
import org.deploynet.benchmarks.rig.FarEnd;
import org.deploynet.signaling.SignalingOptions;

/** A published site and its visitors at the far end of a wire, for one engine after the other; with a temporary folder. */
final class Stage implements AutoCloseable {
    private static final int BROWSERS = 60;

    private final Path folder = Files.createTempDirectory("deploynet-endurance");
    private final FarEnd far;
    private final PublishedSite site;
    private final CrowdProcess crowd;

    /** The site has one file of {@code objectBytes}. */
    Stage(int objectBytes) throws Exception {
        far = new FarEnd();
        site = new PublishedSite(SignalingOptions.in(signalingFolder()).withHost("0.0.0.0"), objectBytes);
        crowd = new CrowdProcess(far, site);
    }

    /** On the data of the one before it; returns once it keeps the site. */
    EngineUnderLoad engine(String... options) throws IOException {
        return new EngineUnderLoad(site, folder.resolve("peer"), BROWSERS, options);
    }

    PublishedSite site() {
        return site;
    }

    CrowdProcess crowd() {
        return crowd;
    }

    Path folder() {
        return folder;
    }

    Path signalingFolder() {
        return folder.resolve("signaling");
    }

    /** The engine's. */
    Path stateFolder() {
        return folder.resolve("peer/state");
    }

    @Override
    public void close() throws IOException {
        crowd.close();
        site.close();
        far.close();
        Folders.delete(folder);
    }
}
