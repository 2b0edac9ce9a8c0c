package org.deploynet.engine.nat.mapping;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deploynet.control.nat.MappingOutcome;
import org.deploynet.control.nat.MappingProtocol;
import org.deploynet.protocol.Check;

/**
 * The last answer of one gateway in one protocol. What stands in it is the router's word: good for being shown, not for
 * deciding whom to trust.
 *
 * @param code the protocol's own number for the outcome, 0 where it gave none: result code of PCP (RFC 6887 §7.4) and NAT-PMP (RFC
 *     6886 §3.5), error code of UPnP; with {@link MappingOutcome#INVALID_ANSWER} of UPnP an HTTP status
 * @param externalAddress the router's own outer address, if it told one
 * @param ports those that the router forwards; some exactly if mapped
 * @param lease how long the router forwards from its answer on, the shortest of them; empty when mapped means until it is told to stop
 */
public record MappingAttempt(
        MappingProtocol protocol,
        InetAddress gateway,
        MappingOutcome outcome,
        int code,
        Optional<InetAddress> externalAddress,
        List<ForwardedPort> ports,
        Optional<Duration> lease) {
    public MappingAttempt {
        Check.range("code", code, 0, 65_535);
        ports = Check.list("ports", ports, 65_535);
        Check.that(
                ports.isEmpty() != (outcome == MappingOutcome.MAPPED), "an attempt has ports exactly if it is mapped");
        Check.that(lease.isEmpty() || !ports.isEmpty(), "only what is mapped has a lease");
        Check.that(lease.isEmpty() || lease.orElseThrow().isPositive(), "a lease is longer than nothing");
    }

    /** @param grants those of the first requests, one at least */
    static MappingAttempt mapped(
            MappingProtocol protocol, InetAddress gateway, List<MappingRequest> requests, List<Grant> grants) {
        boolean isPermanent = grants.stream().anyMatch(grant -> grant.lease().isEmpty());
        return new MappingAttempt(
                protocol,
                gateway,
                MappingOutcome.MAPPED,
                0,
                grants.getFirst().externalAddress(),
                IntStream.range(0, grants.size())
                        .mapToObj(i -> new ForwardedPort(
                                requests.get(i).internalPort(), grants.get(i).externalPort()))
                        .toList(),
                isPermanent
                        ? Optional.empty()
                        : grants.stream()
                                .flatMap(grant -> grant.lease().stream())
                                .min(Duration::compareTo));
    }

    static MappingAttempt notNeeded(MappingProtocol protocol, InetAddress gateway, Optional<InetAddress> external) {
        return new MappingAttempt(
                protocol, gateway, MappingOutcome.NOT_NEEDED, 0, external, List.of(), Optional.empty());
    }

    static MappingAttempt failed(MappingProtocol protocol, InetAddress gateway, RouterException why) {
        return new MappingAttempt(
                protocol, gateway, why.outcome(), why.code(), Optional.empty(), List.of(), Optional.empty());
    }

    public boolean isMapped() {
        return outcome == MappingOutcome.MAPPED;
    }

    /** Whether the router keeps the mapping until it is told to stop; after a kill of this process it stays. */
    public boolean isPermanent() {
        return isMapped() && lease.isEmpty();
    }

    /** From where the external address can be reached, if the router told one. */
    public Optional<AddressScope> externalScope() {
        return externalAddress.map(AddressScope::of);
    }
}
