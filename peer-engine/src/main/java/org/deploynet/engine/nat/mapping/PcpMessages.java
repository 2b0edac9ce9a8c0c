package org.deploynet.engine.nat.mapping;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.deploynet.protocol.Check;

/** The messages of the Port Control Protocol (RFC 6887 §7, §11.1, §14.1), without options. Safe from any thread. */
final class PcpMessages {
    static final int PORT = 5351;
    static final int NONCE_BYTES = 12;
    static final int VERSION = 2;
    static final int ANNOUNCE = 0;
    static final int MAP = 1;
    static final int SUCCESS = 0;
    static final int UNSUPP_VERSION = 1;

    private static final int HEADER_BYTES = 24;
    private static final int MAP_BYTES = 36;
    private static final int MAX_BYTES = 1100;
    private static final int RESPONSE = 0x80;
    private static final int ADDRESS_BYTES = 16;

    /**
     * A response.
     *
     * @param lifetimeSeconds of the mapping; of the error where there is one
     * @param map present in every response to MAP
     */
    record Response(int opcode, int result, long lifetimeSeconds, long epochSeconds, Optional<Mapping> map) {}

    /** What a response to MAP is about. Ports are 0 where an error says nothing of them. */
    record Mapping(ByteBuffer nonce, int protocol, int internalPort, int externalPort, InetAddress externalAddress) {}

    private PcpMessages() {}

    /** Asks for nothing but an answer. */
    static byte[] announce(InetAddress client) {
        return header(HEADER_BYTES, ANNOUNCE, 0, client).array();
    }

    static byte[] map(MappingRequest request, byte[] nonce, InetAddress client) {
        return map(request, request.lease().toSeconds(), nonce, client);
    }

    /** Removes the mapping: a lifetime of 0 (RFC 6887 §15). */
    static byte[] unmap(MappingRequest request, byte[] nonce, InetAddress client) {
        return map(request, 0, nonce, client);
    }

    private static byte[] map(MappingRequest request, long lifetimeSeconds, byte[] nonce, InetAddress client) {
        Check.range("nonce", nonce.length, NONCE_BYTES, NONCE_BYTES);
        InetAddress any = anyLike(client);
        return header(HEADER_BYTES + MAP_BYTES, MAP, lifetimeSeconds, client)
                .put(nonce)
                .putInt(request.transport().number() << 24)
                .putShort((short) request.internalPort())
                .putShort((short) request.externalPort())
                .put(mapped(request.externalAddress().orElse(any)))
                .array();
    }

    private static ByteBuffer header(int bytes, int opcode, long lifetimeSeconds, InetAddress client) {
        return ByteBuffer.allocate(bytes)
                .put((byte) VERSION)
                .put((byte) opcode)
                .putShort((short) 0)
                .putInt((int) lifetimeSeconds)
                .put(mapped(client));
    }

    /**
     * Reads a response.
     *
     * @throws RouterException {@code NOT_OFFERED} from a server of another version, {@code INVALID_ANSWER} for what is none
     */
    static Response read(byte[] datagram) throws RouterException {
        // A NAT-PMP server answers in its own form, which is shorter; version and result are at the same places (RFC
        // 6887 §9).
        if (datagram.length >= 4 && datagram[0] != VERSION && datagram[3] == UNSUPP_VERSION) {
            throw RouterException.notOffered(UNSUPP_VERSION, "the server speaks version " + datagram[0]);
        }
        if (datagram.length < HEADER_BYTES || datagram.length > MAX_BYTES || datagram.length % 4 != 0) {
            throw RouterException.invalid("a PCP response of " + datagram.length + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.wrap(datagram);
        int version = Byte.toUnsignedInt(bytes.get());
        int opcode = Byte.toUnsignedInt(bytes.get());
        bytes.get();
        int result = Byte.toUnsignedInt(bytes.get());
        if (version != VERSION || (opcode & RESPONSE) == 0) {
            throw RouterException.invalid("no PCP response");
        }
        long lifetime = Integer.toUnsignedLong(bytes.getInt());
        long epoch = Integer.toUnsignedLong(bytes.getInt());
        bytes.position(HEADER_BYTES);
        return new Response(opcode - RESPONSE, result, lifetime, epoch, mapping(opcode - RESPONSE, bytes));
    }

    private static Optional<Mapping> mapping(int opcode, ByteBuffer bytes) throws RouterException {
        if (opcode != MAP) {
            return Optional.empty();
        }
        if (bytes.remaining() < MAP_BYTES) {
            throw RouterException.invalid("a response to MAP without a mapping");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        bytes.get(nonce);
        int protocol = bytes.getInt() >>> 24;
        int internalPort = Short.toUnsignedInt(bytes.getShort());
        int externalPort = Short.toUnsignedInt(bytes.getShort());
        byte[] address = new byte[ADDRESS_BYTES];
        bytes.get(address);
        return Optional.of(
                new Mapping(ByteBuffer.wrap(nonce), protocol, internalPort, externalPort, unmapped(address)));
    }

    /** What a successful response to MAP grants. */
    static Grant grant(Response response, Mapping mapping) throws RouterException {
        if (mapping.externalPort() == 0 || response.lifetimeSeconds() == 0) {
            throw RouterException.invalid("a mapping of no port or for no time");
        }
        return new Grant(
                mapping.externalPort(),
                Optional.of(mapping.externalAddress()),
                Optional.of(Duration.ofSeconds(response.lifetimeSeconds())));
    }

    // An IPv4 address stands in the IPv4-mapped form (RFC 4291 §2.5.5.2), "any" too.
    private static byte[] mapped(InetAddress address) {
        if (!(address instanceof Inet4Address)) {
            return address.getAddress();
        }
        return ByteBuffer.allocate(ADDRESS_BYTES)
                .putLong(0)
                .putInt(0xffff)
                .put(address.getAddress())
                .array();
    }

    private static InetAddress unmapped(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("an address of " + address.length + " bytes", impossible);
        }
    }

    private static InetAddress anyLike(InetAddress address) {
        return InetAddress.ofLiteral(address instanceof Inet4Address ? "0.0.0.0" : "::");
    }
}
