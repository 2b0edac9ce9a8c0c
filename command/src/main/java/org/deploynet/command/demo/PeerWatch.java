package org.deploynet.command.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.place.PlaceRules;
import org.deploynet.control.place.Places;
import org.deploynet.control.rpc.ControlClient;

/** Looks at the demo's super-peer through its control socket. Used by one thread. */
final class PeerWatch {
    private final Places places;
    private final String site;
    private String state = "it does not answer";

    PeerWatch(Path data, String site) {
        this.places = rules().places(PlaceRules.Chosen.data(data));
        this.site = site;
    }

    Path socket() {
        return places.socket();
    }

    /** What was last seen, for a person. */
    String state() {
        return state;
    }

    /** Whether it has the whole site and is connected to the network. */
    boolean isWarm() {
        try (var client = ControlClient.connect(places.socket(), "demo", "demo")) {
            EngineSnapshot now = client.snapshot();
            state = now.condition().state() + ", " + now.condition().reason() + ", signaling "
                    + now.signaling().link()
                    + now.signaling().why().map(why -> ": " + why).orElse("");
            return now.signaling().link() == EngineSnapshot.Signaling.Link.CONNECTED
                    && now.sites().stream().anyMatch(this::isWhole);
        } catch (IOException notYet) {
            state = String.valueOf(notYet.getMessage());
            return false;
        }
    }

    private boolean isWhole(EngineSnapshot.Site kept) {
        state += ", " + kept.keptBytes() + " of " + kept.wantedBytes() + " bytes"
                + kept.problem().map(problem -> ", " + problem).orElse("");
        return kept.site().equals(site) && kept.wantedBytes() > 0 && kept.keptBytes() >= kept.wantedBytes();
    }

    // The parts are started without our variables, so they are not looked at here either.
    private static PlaceRules rules() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.startsWith("DEPLOYNET_"));
        return new PlaceRules(
                environment,
                Map.of(
                        "os.name", System.getProperty("os.name", ""),
                        "user.home", System.getProperty("user.home", "."),
                        "user.name", System.getProperty("user.name", "user")));
    }
}
