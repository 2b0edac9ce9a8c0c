package org.deploynet.engine.assembly;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.FillHours;
import org.deploynet.control.FreeFloor;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.nat.PortChoice;
import org.deploynet.control.place.Places;

/**
 * What was said at this start: where the folders are, and what counts instead of the settings file for this run only. Opening
 * private addresses is possible only here, never by a message. Immutable.
 *
 * @param newCache whether an empty or another cache folder may take the place of the one that was used before
 * @param owner who starts this engine, told to every face
 * @param memoryMarkBytes from how much memory on it starts afresh
 * @param supervised whether its starter starts it again when it ended for that; otherwise it starts again in its process
 */
public record EngineOptions(
        Places places,
        String owner,
        Optional<String> signaling,
        Optional<UploadChoice> upload,
        Optional<Long> quotaBytes,
        Optional<Long> freeFloorBytes,
        Optional<Integer> browsersAtOnce,
        Optional<DownloadLimit> download,
        Optional<FillHours> fillHours,
        Optional<PortChoice> ports,
        boolean allowLocalPeers,
        Set<URI> localOrigins,
        boolean newCache,
        Optional<Long> memoryMarkBytes,
        boolean supervised) {
    public EngineOptions {
        localOrigins = Set.copyOf(localOrigins);
    }

    public static EngineOptions in(Places places) {
        return new EngineOptions(
                places,
                "hand",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Set.of(),
                false,
                Optional.empty(),
                false);
    }

    /** @throws IllegalArgumentException when an option is out of its bounds */
    public EngineConfig over(EngineConfig settings) {
        return new EngineConfig(
                signaling.or(settings::signaling),
                upload.orElse(settings.upload()),
                quotaBytes.orElse(settings.quotaBytes()),
                freeFloorBytes.map(FreeFloor::new).orElse(settings.freeFloor()),
                browsersAtOnce.orElse(settings.browsersAtOnce()),
                download.orElse(settings.download()),
                fillHours.orElse(settings.fillHours()),
                settings.evictionPolicy(),
                ports.orElseGet(() -> usualPorts(settings)),
                settings.ownNetwork(),
                settings.serveUnpaid(),
                settings.sharing());
    }

    // Who serves this machine alone has nothing to ask of a router.
    private PortChoice usualPorts(EngineConfig settings) {
        return allowLocalPeers ? PortChoice.OFF : settings.ports();
    }
}
