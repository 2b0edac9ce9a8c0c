package org.deploynet.engine.nat.mapping;

import java.util.List;
import org.deploynet.protocol.Check;

/** All that is known of this machine's port mappings. */
public record MappingReport(Situation situation, List<MappingAttempt> attempts) {
    private static final int MOST = 64;

    /** Why there are attempts, or none. */
    public enum Situation {
        /** How this system routes cannot be read here, so no router is known. */
        GATEWAY_UNKNOWN,
        /** There is no default gateway: no network, or none with a router. */
        NO_GATEWAY,
        /** The default gateways were asked. */
        ASKED
    }

    public MappingReport {
        attempts = Check.list("attempts", attempts, MOST);
        Check.that(attempts.isEmpty() || situation == Situation.ASKED, "only who was asked can have answered");
    }

    static MappingReport of(Situation situation) {
        return new MappingReport(situation, List.of());
    }

    /** The attempts that hold a mapping, at most one a gateway. */
    public List<MappingAttempt> mapped() {
        return attempts.stream().filter(MappingAttempt::isMapped).toList();
    }
}
