package org.deploynet.protocol.stun;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.protocol.Check;

/**
 * A STUN binding message (RFC 8489 §5). {@code fingerprint}: whether it ends with the checksum that tells STUN from what else
 * arrives at a port. Immutable.
 */
public record StunMessage(Kind kind, TransactionId transaction, List<StunAttribute> attributes, boolean fingerprint) {
    /** The method binding in its three classes that have to do with an answer; indications are none. */
    public enum Kind {
        REQUEST(0x0001),
        SUCCESS(0x0101),
        ERROR(0x0111);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    public StunMessage {
        Check.present("kind", kind);
        Check.present("transaction", transaction);
        attributes = Check.list("attributes", attributes, StunCodec.MAX_ATTRIBUTES);
    }

    /** A binding request with a fingerprint. */
    public static StunMessage request(TransactionId transaction, StunAttribute... attributes) {
        return new StunMessage(Kind.REQUEST, transaction, List.of(attributes), true);
    }

    /** An answer to this request, with a fingerprint if it had one. */
    public StunMessage answer(Kind answer, List<StunAttribute> with) {
        return new StunMessage(answer, transaction, with, fingerprint);
    }

    /** The first attribute of this kind: later ones do not count (RFC 8489 §14). */
    public <T extends StunAttribute> Optional<T> first(Class<T> attribute) {
        return all(attribute).findFirst();
    }

    /** The sender's address as the server saw it. */
    public Optional<InetSocketAddress> mappedAddress() {
        return first(StunAttribute.XorMappedAddress.class)
                .map(StunAttribute.XorMappedAddress::address)
                .or(() -> first(StunAttribute.MappedAddress.class).map(StunAttribute.MappedAddress::address));
    }

    /** The types of the attributes that had to be understood and were not. */
    public List<Integer> notUnderstood() {
        return all(StunAttribute.Unknown.class)
                .filter(StunAttribute.Unknown::mustBeUnderstood)
                .map(StunAttribute.Unknown::type)
                .distinct()
                .toList();
    }

    private <T extends StunAttribute> Stream<T> all(Class<T> attribute) {
        return attributes.stream().filter(attribute::isInstance).map(attribute::cast);
    }
}
