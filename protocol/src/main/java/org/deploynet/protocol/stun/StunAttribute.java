package org.deploynet.protocol.stun;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.deploynet.protocol.Check;

/** What a STUN message says, one attribute each (RFC 8489 §14; RFC 5780 §7). Immutable. */
public sealed interface StunAttribute {
    /** Texts in bytes (RFC 8489 §14.8, §14.14). */
    int MAX_TEXT_BYTES = 763;

    /** The sender's address as the server saw it, in plain: what servers of RFC 3489 give. */
    record MappedAddress(InetSocketAddress address) implements StunAttribute {
        public MappedAddress {
            checkAddress(address);
        }
    }

    /** The sender's address as the server saw it; on the wire not recognisable for routers that rewrite addresses. */
    record XorMappedAddress(InetSocketAddress address) implements StunAttribute {
        public XorMappedAddress {
            checkAddress(address);
        }
    }

    /** Asks for the answer from the server's other address, from its other port, or from both. */
    record ChangeRequest(boolean address, boolean port) implements StunAttribute {}

    /** Where the answer was sent from. */
    record ResponseOrigin(InetSocketAddress address) implements StunAttribute {
        public ResponseOrigin {
            checkAddress(address);
        }
    }

    /** The server's other address and port: where an answer comes from when both are to be changed. */
    record OtherAddress(InetSocketAddress address) implements StunAttribute {
        public OtherAddress {
            checkAddress(address);
        }
    }

    /** The sender's software. */
    record Software(String name) implements StunAttribute {
        public Software {
            checkText("software", name);
        }
    }

    /** Why the server did not do what was asked: {@code code} 300 to 699. */
    record ErrorCode(int code, String reason) implements StunAttribute {
        /** The request has an attribute that must be understood and was not. */
        public static final int UNKNOWN_ATTRIBUTE = 420;

        public ErrorCode {
            Check.range("code", code, 300, 699);
            checkText("reason", reason);
        }
    }

    /** The types of the request's attributes that were not understood. */
    record UnknownAttributes(List<Integer> types) implements StunAttribute {
        public UnknownAttributes {
            types = Check.list("types", types, StunCodec.MAX_ATTRIBUTES);
            types.forEach(type -> Check.range("type", type, 0, 0xffff));
        }
    }

    /** One that this code does not know. It can be read, not written. */
    record Unknown(int type) implements StunAttribute {
        /** From here on whoever does not know a type passes over it (RFC 8489 §14). */
        private static final int FIRST_OPTIONAL = 0x8000;

        public Unknown {
            Check.range("type", type, 0, 0xffff);
        }

        /** Whether a request that has it cannot be answered by who does not know it. */
        public boolean mustBeUnderstood() {
            return type < FIRST_OPTIONAL;
        }
    }

    private static void checkAddress(InetSocketAddress address) {
        Check.present("address", address);
        Check.that(!address.isUnresolved(), "an address that is a name");
        Check.range("port", address.getPort(), 1, 65_535);
    }

    private static void checkText(String name, String text) {
        Check.present(name, text);
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        Check.range(name + " in bytes", bytes, 0, MAX_TEXT_BYTES);
    }
}
