package org.deploynet.engine.nat.mapping;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.deploynet.protocol.Check;

/**
 * All that is known of this machine's port mappings.
 *
 * @param names how the gateways that were asked call themselves
 */
public record MappingReport(Situation situation, List<MappingAttempt> attempts, Map<InetAddress, RouterName> names) {
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
        names = Map.copyOf(names);
        Check.that(attempts.isEmpty() || situation == Situation.ASKED, "only who was asked can have answered");
    }

    static MappingReport of(Situation situation) {
        return new MappingReport(situation, List.of(), Map.of());
    }

    /** The attempts that hold a mapping, at most one a gateway. */
    public List<MappingAttempt> mapped() {
        return attempts.stream().filter(MappingAttempt::isMapped).toList();
    }
}
