package org.deploynet.protocol.stun;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.stun.StunAttribute.ChangeRequest;
import org.deploynet.protocol.stun.StunAttribute.ErrorCode;
import org.deploynet.protocol.stun.StunAttribute.MappedAddress;
import org.deploynet.protocol.stun.StunAttribute.OtherAddress;
import org.deploynet.protocol.stun.StunAttribute.ResponseOrigin;
import org.deploynet.protocol.stun.StunAttribute.Software;
import org.deploynet.protocol.stun.StunAttribute.Unknown;
import org.deploynet.protocol.stun.StunAttribute.UnknownAttributes;
import org.deploynet.protocol.stun.StunAttribute.XorMappedAddress;

/** The values of attributes, between their header and their padding (RFC 8489 §14, RFC 5780 §7). */
final class StunAttributes {
    private static final int MAPPED_ADDRESS = 0x0001;
    private static final int CHANGE_REQUEST = 0x0003;
    private static final int ERROR_CODE = 0x0009;
    private static final int UNKNOWN_ATTRIBUTES = 0x000a;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int SOFTWARE = 0x8022;
    private static final int RESPONSE_ORIGIN = 0x802b;
    private static final int OTHER_ADDRESS = 0x802c;

    /**
     * Those of authentication: known, and passed over where nobody asked for it (RFC 8489 §6.3). USERNAME, REALM, NONCE,
     * PASSWORD-ALGORITHM, USERHASH.
     */
    private static final Set<Integer> OF_AUTHENTICATION = Set.of(0x0006, 0x0014, 0x0015, 0x001d, 0x001e);

    private static final int CHANGE_ADDRESS_BIT = 4;
    private static final int CHANGE_PORT_BIT = 2;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private StunAttributes() {}

    static Optional<StunAttribute> take(int type, ByteBuffer value, TransactionId transaction)
            throws ProtocolException {
        try {
            return switch (type) {
                case MAPPED_ADDRESS -> Optional.of(new MappedAddress(address(value)));
                case XOR_MAPPED_ADDRESS -> Optional.of(new XorMappedAddress(address(unmasked(value, transaction))));
                case RESPONSE_ORIGIN -> Optional.of(new ResponseOrigin(address(value)));
                case OTHER_ADDRESS -> Optional.of(new OtherAddress(address(value)));
                case CHANGE_REQUEST -> Optional.of(changeRequest(value));
                case SOFTWARE -> Optional.of(new Software(text(value)));
                case ERROR_CODE -> Optional.of(errorCode(value));
                case UNKNOWN_ATTRIBUTES -> Optional.of(unknownAttributes(value));
                default -> OF_AUTHENTICATION.contains(type) ? Optional.empty() : Optional.of(new Unknown(type));
            };
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("a STUN attribute of type " + type + ": " + e.getMessage(), e);
        }
    }

    /** Writes the value and returns the type. */
    static int put(StunAttribute attribute, TransactionId transaction, ByteBuffer out) {
        int start = out.position();
        return switch (attribute) {
            case MappedAddress(InetSocketAddress address) -> put(MAPPED_ADDRESS, address, out);
            case XorMappedAddress(InetSocketAddress address) -> {
                put(XOR_MAPPED_ADDRESS, address, out);
                mask(out, start, out.position(), transaction);
                yield XOR_MAPPED_ADDRESS;
            }
            case ResponseOrigin(InetSocketAddress address) -> put(RESPONSE_ORIGIN, address, out);
            case OtherAddress(InetSocketAddress address) -> put(OTHER_ADDRESS, address, out);
            case ChangeRequest(boolean address, boolean port) -> {
                out.putInt((address ? CHANGE_ADDRESS_BIT : 0) | (port ? CHANGE_PORT_BIT : 0));
                yield CHANGE_REQUEST;
            }
            case Software(String name) -> {
                out.put(name.getBytes(StandardCharsets.UTF_8));
                yield SOFTWARE;
            }
            case ErrorCode(int code, String reason) -> {
                out.putShort((short) 0).put((byte) (code / 100)).put((byte) (code % 100));
                out.put(reason.getBytes(StandardCharsets.UTF_8));
                yield ERROR_CODE;
            }
            case UnknownAttributes(List<Integer> types) -> {
                types.forEach(type -> out.putShort(type.shortValue()));
                yield UNKNOWN_ATTRIBUTES;
            }
            case Unknown unknown -> throw new IllegalArgumentException("an attribute that is only read: " + unknown);
        };
    }

    private static InetSocketAddress address(ByteBuffer value) throws ProtocolException {
        int bytes = value.remaining() - IPV4_BYTES;
        int family = value.remaining() < IPV4_BYTES ? 0 : value.get(1);
        if (!(family == IPV4 && bytes == IPV4_BYTES) && !(family == IPV6 && bytes == IPV6_BYTES)) {
            throw new ProtocolException("a STUN address of family " + family + " in " + value.remaining() + " bytes");
        }
        value.getShort();
        int port = Short.toUnsignedInt(value.getShort());
        byte[] number = new byte[bytes];
        value.get(number);
        InetAddress address = numbered(number);
        if (family == IPV6 && address instanceof Inet4Address) {
            throw new ProtocolException("an IPv4 address inside an IPv6 one");
        }
        return new InetSocketAddress(address, port);
    }

    private static InetAddress numbered(byte[] number) {
        try {
            return InetAddress.getByAddress(number);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address of " + number.length + " bytes", e);
        }
    }

    private static int put(int type, InetSocketAddress address, ByteBuffer out) {
        byte[] number = address.getAddress().getAddress();
        out.putShort((short) (number.length == IPV4_BYTES ? IPV4 : IPV6)).putShort((short) address.getPort());
        out.put(number);
        return type;
    }

    private static ByteBuffer unmasked(ByteBuffer value, TransactionId transaction) throws ProtocolException {
        if (value.remaining() > IPV4_BYTES + IPV6_BYTES) {
            throw new ProtocolException("a STUN address of " + value.remaining() + " bytes");
        }
        // A copy: the fingerprint behind it is counted over what arrived.
        ByteBuffer copy = ByteBuffer.allocate(value.remaining()).put(value).flip();
        mask(copy, 0, copy.limit(), transaction);
        return copy;
    }

    // RFC 8489 §14.2: the port with the cookie's upper half, the address with cookie and transaction id.
    private static void mask(ByteBuffer address, int start, int end, TransactionId transaction) {
        ByteBuffer key = ByteBuffer.allocate(IPV6_BYTES);
        key.putInt(StunCodec.COOKIE);
        transaction.putTo(key);
        for (int at = start + 2; at < end; at++) {
            int of = at - start;
            int with = of < IPV4_BYTES ? key.get(of - 2) : key.get(of - IPV4_BYTES);
            address.put(at, (byte) (address.get(at) ^ with));
        }
    }

    private static ChangeRequest changeRequest(ByteBuffer value) throws ProtocolException {
        if (value.remaining() != Integer.BYTES) {
            throw new ProtocolException("a STUN change request of " + value.remaining() + " bytes");
        }
        int flags = value.getInt();
        return new ChangeRequest((flags & CHANGE_ADDRESS_BIT) != 0, (flags & CHANGE_PORT_BIT) != 0);
    }

    private static ErrorCode errorCode(ByteBuffer value) throws ProtocolException {
        if (value.remaining() < Integer.BYTES) {
            throw new ProtocolException("a STUN error code of " + value.remaining() + " bytes");
        }
        int word = value.getInt();
        int hundreds = (word >>> 8) & 7;
        int rest = word & 0xff;
        if (rest > 99) {
            throw new ProtocolException("a STUN error code with number " + rest);
        }
        return new ErrorCode(hundreds * 100 + rest, text(value));
    }

    private static UnknownAttributes unknownAttributes(ByteBuffer value) throws ProtocolException {
        if (value.remaining() % Short.BYTES != 0) {
            throw new ProtocolException("a STUN list of types of " + value.remaining() + " bytes");
        }
        List<Integer> types = new ArrayList<>();
        while (value.hasRemaining()) {
            types.add(Short.toUnsignedInt(value.getShort()));
        }
        return new UnknownAttributes(types);
    }

    private static String text(ByteBuffer value) throws ProtocolException {
        if (value.remaining() > StunAttribute.MAX_TEXT_BYTES) {
            throw new ProtocolException("a STUN text of " + value.remaining() + " bytes");
        }
        return StandardCharsets.UTF_8.decode(value).toString();
    }
}
