package org.deploynet.desktop.window;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deploynet.control.nat.PortChoice;
import org.deploynet.control.place.PlaceRules;
import org.deploynet.control.place.Places;
import org.deploynet.desktop.supervise.EngineFinder;
import org.deploynet.engine.assembly.EngineOptions;
import org.deploynet.engine.assembly.EngineProcess;
import org.deploynet.engine.assembly.EngineStartException;

/** The engine's process without the command line around it, which is another module's. */
final class EngineMain {
    private EngineMain() {}

    static Places places(Path data) {
        return new PlaceRules(Map.of(), Map.of("os.name", "Linux", "user.home", data.toString(), "user.name", "me"))
                .places(PlaceRules.Chosen.data(data));
    }

    public static void main(String[] arguments) throws EngineStartException {
        var options = new EngineOptions(
                places(Path.of(arguments[0])),
                EngineFinder.OWNER,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(0L),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(PortChoice.OFF),
                false,
                Set.of(),
                false,
                Optional.empty(),
                false);
        EngineProcess.run(options, engine -> {});
    }
}
