package org.deploynet.engine.nat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.deploynet.control.nat.NatBehaviour;

/**
 * What was observed over IPv4, or over IPv6. Immutable.
 *
 * @param sent endpoints to which a datagram could be sent
 * @param seenAs by endpoint that answered: the public address and port of one and the same socket
 * @param otherPort whether an answer came in from a port that nothing was sent to; absent where no server could be asked to
 * @param otherAddress the same of an address
 */
record FamilyFindings(
        int asked,
        int sent,
        Map<InetSocketAddress, InetSocketAddress> seenAs,
        Optional<Duration> fastest,
        Optional<Boolean> otherPort,
        Optional<Boolean> otherAddress,
        Optional<Boolean> hairpin) {
    static final FamilyFindings NOTHING_ASKED =
            new FamilyFindings(0, 0, Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    FamilyFindings {
        seenAs = Map.copyOf(seenAs);
    }

    boolean isAnswered() {
        return !seenAs.isEmpty();
    }

    /** Under which the first of them saw this machine. */
    Optional<InetSocketAddress> publicAddress() {
        return seenAs.values().stream().findFirst();
    }

    long serverAddresses() {
        return seenAs.keySet().stream()
                .map(InetSocketAddress::getAddress)
                .distinct()
                .count();
    }

    long mappings() {
        return new HashSet<>(seenAs.values()).size();
    }

    boolean isUntranslated(Collection<InetAddress> own) {
        return isAnswered()
                && seenAs.values().stream().map(InetSocketAddress::getAddress).allMatch(own::contains);
    }

    /** RFC 5780 §4.3, with whichever endpoints answered. */
    NatBehaviour mapping(Collection<InetAddress> own) {
        if (isUntranslated(own)) {
            return NatBehaviour.ENDPOINT_INDEPENDENT;
        }
        Optional<Boolean> acrossPorts = agree((one, other) -> one.getAddress().equals(other.getAddress()));
        Optional<Boolean> acrossAddresses =
                agree((one, other) -> !one.getAddress().equals(other.getAddress()));
        if (acrossPorts.isPresent() && !acrossPorts.get()) {
            return NatBehaviour.ADDRESS_AND_PORT_DEPENDENT;
        }
        if (acrossAddresses.isPresent()) {
            return acrossAddresses.get() ? NatBehaviour.ENDPOINT_INDEPENDENT : NatBehaviour.ADDRESS_DEPENDENT;
        }
        return acrossPorts.isPresent() ? NatBehaviour.PORT_INDEPENDENT : NatBehaviour.UNKNOWN;
    }

    /** RFC 5780 §4.4. */
    NatBehaviour filtering() {
        if (otherAddress.isPresent() && otherAddress.get()) {
            return NatBehaviour.ENDPOINT_INDEPENDENT;
        }
        if (otherPort.isEmpty()) {
            return NatBehaviour.UNKNOWN;
        }
        if (!otherPort.get()) {
            return NatBehaviour.ADDRESS_AND_PORT_DEPENDENT;
        }
        return otherAddress.isPresent() ? NatBehaviour.ADDRESS_DEPENDENT : NatBehaviour.PORT_INDEPENDENT;
    }

    // Whether all pairs of endpoints of this kind saw the same; absent where there is no such pair.
    private Optional<Boolean> agree(BiPredicate<InetSocketAddress, InetSocketAddress> kind) {
        boolean compared = false;
        for (Entry<InetSocketAddress, InetSocketAddress> one : seenAs.entrySet()) {
            for (Entry<InetSocketAddress, InetSocketAddress> other : seenAs.entrySet()) {
                if (!one.equals(other) && kind.test(one.getKey(), other.getKey())) {
                    compared = true;
                    if (!one.getValue().equals(other.getValue())) {
                        return Optional.of(false);
                    }
                }
            }
        }
        return compared ? Optional.of(true) : Optional.empty();
    }
}
