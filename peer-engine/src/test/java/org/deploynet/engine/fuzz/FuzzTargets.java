package org.deploynet.engine.fuzz;

import java.util.List;
import org.deploynet.engine.link.rtc.OffersTarget;
import org.deploynet.engine.nat.mapping.PcpTarget;
import org.deploynet.engine.nat.mapping.UpnpTarget;

/** All decoders that are fuzzed. */
final class FuzzTargets {
    private FuzzTargets() {}

    static List<FuzzTarget> all() {
        return List.of(new StunTarget(), new PcpTarget(), new UpnpTarget(), new CandidatesTarget(), new OffersTarget());
    }

    /** @throws IllegalArgumentException if there is none of this name */
    static FuzzTarget named(String name) {
        List<FuzzTarget> all = all();
        return all.stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no target " + name + "; there are "
                        + all.stream().map(FuzzTarget::name).toList()));
    }
}
