package org.deploynet.engine.nat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.deploynet.engine.nat.StunExchange.Timing;
import org.deploynet.protocol.net.Candidates;

/**
 * Finds out by STUN how this machine's NAT behaves (RFC 5780), over IPv4 and over IPv6. Every word of a server is a stranger's:
 * only addresses that the rules allow are asked, and an answer counts only with its request's transaction and from where it had
 * to come. Safe from any thread; one probe blocks for 9 s at most for each of the two.
 */
public final class NatProbe {
    private static final System.Logger LOG = System.getLogger(NatProbe.class.getName());

    private final Candidates rules;
    private final RandomGenerator random;
    private final StunExchange exchange;

    /**
     * What is known before anybody is asked.
     *
     * @param servers endpoints to ask, at most 16
     * @param own the addresses of this machine's interfaces
     * @param wan the address that the router says it has on its other side, where it says one
     * @param dialBack what became of a call by the network
     */
    public record Surroundings(
            List<InetSocketAddress> servers, Set<InetAddress> own, Optional<InetAddress> wan, DialBack dialBack) {
        private static final int MAX_SERVERS = 16;

        public Surroundings {
            servers = servers.stream().distinct().limit(MAX_SERVERS).toList();
            own = Set.copyOf(own);
        }

        private List<InetSocketAddress> servers(boolean ipv4) {
            return servers.stream()
                    .filter(server -> server.getAddress() instanceof Inet4Address == ipv4)
                    .toList();
        }
    }

    /** {@code random} is what nobody may guess: a {@link java.security.SecureRandom}. */
    public NatProbe(Candidates rules, RandomGenerator random) {
        this(rules, random, Timing.USUAL, System::nanoTime);
    }

    NatProbe(Candidates rules, RandomGenerator random, Timing timing, LongSupplier nanoTime) {
        this.rules = rules;
        this.random = random;
        this.exchange = new StunExchange(timing, nanoTime);
    }

    /** Asks, and waits for the answers. */
    public NatReport probe(Surroundings around) {
        FamilyFindings four = ask(StandardProtocolFamily.INET, around.servers(true));
        FamilyFindings six = ask(StandardProtocolFamily.INET6, around.servers(false));
        return NatVerdict.of(four, six, around.own(), around.wan(), around.dialBack());
    }

    private FamilyFindings ask(StandardProtocolFamily family, Collection<InetSocketAddress> servers) {
        List<InetSocketAddress> allowed = servers.stream()
                .filter(server -> rules.allows(server.getAddress(), server.getPort()))
                .toList();
        if (allowed.isEmpty()) {
            return FamilyFindings.NOTHING_ASKED;
        }
        try {
            return new FamilyProbe(exchange, rules, random).ask(family, allowed);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.log(System.Logger.Level.DEBUG, "no probe over {0}: {1}", family, e.getMessage());
            return FamilyFindings.NOTHING_ASKED;
        }
    }
}
