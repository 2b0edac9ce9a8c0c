package org.deploynet.control.sharing;

import java.util.List;
import java.util.Optional;

/**
 * What a machine tells of who sits at it and of what it is connected to. {@code used}: somebody uses it; {@code fullScreen}: the
 * window in front fills the screen; {@code vpn}: a virtual private network is connected; {@code networks}: the names of all
 * connections, empty where they cannot be told. What no rule asks for is unknown. Immutable.
 */
public record Surroundings(Told used, Told fullScreen, Told vpn, Optional<List<String>> networks) {
    public static final Surroundings UNKNOWN =
            new Surroundings(Told.UNKNOWN, Told.UNKNOWN, Told.UNKNOWN, Optional.empty());

    /** Whether something holds, as far as the machine tells. */
    public enum Told {
        YES,
        NO,
        UNKNOWN
    }

    public Surroundings {
        networks = networks.map(List::copyOf);
    }

    /** Those of {@code listed} that are connected, whatever their case. */
    public List<String> among(List<String> listed) {
        return listed.stream()
                .filter(name -> networks.stream().flatMap(List::stream).anyMatch(name::equalsIgnoreCase))
                .toList();
    }
}
