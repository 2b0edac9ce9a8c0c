package org.deploynet.engine.nat.mapping;

import java.time.Duration;
import java.time.Instant;
import org.deploynet.protocol.Check;

/**
 * A gateway's count of seconds since it lost its mappings, and when it told. Its clock may be a sixteenth (PCP) or an eighth (NAT-PMP)
 * off ours; anything else means that it has begun anew.
 *
 * @param seconds an unsigned number of 32 bits
 */
record GatewayEpoch(long seconds, Instant toldAt) {
    GatewayEpoch {
        Check.range("seconds", seconds, 0, 0xffff_ffffL);
    }

    /** RFC 6887 §8.5. */
    boolean isRestartByPcp(GatewayEpoch next) {
        if (next.seconds + 1 < seconds) {
            return true;
        }
        long client = Duration.between(toldAt, next.toldAt).toSeconds();
        long server = next.seconds - seconds;
        return client + 2 < server - server / 16 || server + 2 < client - client / 16;
    }

    /** RFC 6886 §3.6. */
    boolean isRestartByNatPmp(GatewayEpoch next) {
        long client = Duration.between(toldAt, next.toldAt).toSeconds();
        return next.seconds + 2 < seconds + client * 7 / 8;
    }
}
