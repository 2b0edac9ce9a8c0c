package org.deploynet.engine.nat.mapping;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** The messages of the NAT Port Mapping Protocol (RFC 6886 §3.2, §3.3). Safe from any thread. */
final class NatPmpMessages {
    static final int ADDRESS = 0;
    static final int SUCCESS = 0;
    static final int UNSUPPORTED_VERSION = 1;
    static final int UNSUPPORTED_OPCODE = 5;

    private static final int VERSION = 0;
    private static final int MAP_UDP = 1;
    private static final int MAP_TCP = 2;
    private static final int RESPONSE = 0x80;
    private static final int ERROR_BYTES = 8;
    private static final int ADDRESS_BYTES = 12;
    private static final int MAP_BYTES = 16;

    /**
     * A response; {@code address} and {@code mapping} are of a successful one only.
     *
     * @param opcode the question's
     */
    record Response(
            int opcode, int result, long epochSeconds, Optional<InetAddress> address, Optional<Mapping> mapping) {}

    /** What a gateway forwards. */
    record Mapping(int internalPort, int externalPort, long lifetimeSeconds) {}

    private NatPmpMessages() {}

    /** Asks for the gateway's external address. */
    static byte[] address() {
        return new byte[] {VERSION, ADDRESS};
    }

    static byte[] map(MappingRequest request) {
        return map(request, request.externalPort(), request.lease().toSeconds());
    }

    /** Removes the mapping: no lifetime, no external port (RFC 6886 §3.4). */
    static byte[] unmap(MappingRequest request) {
        return map(request, 0, 0);
    }

    private static byte[] map(MappingRequest request, int externalPort, long lifetimeSeconds) {
        return ByteBuffer.allocate(12)
                .put((byte) VERSION)
                .put((byte) opcode(request.transport()))
                .putShort((short) 0)
                .putShort((short) request.internalPort())
                .putShort((short) externalPort)
                .putInt((int) lifetimeSeconds)
                .array();
    }

    static int opcode(Transport transport) {
        return transport == Transport.UDP ? MAP_UDP : MAP_TCP;
    }

    /**
     * Reads a response.
     *
     * @throws RouterException {@code NOT_OFFERED} from a server of another version, {@code INVALID_ANSWER} for what is none
     */
    static Response read(byte[] datagram) throws RouterException {
        if (datagram.length < ERROR_BYTES) {
            throw RouterException.invalid("a NAT-PMP response of " + datagram.length + " bytes");
        }
        // A PCP server answers in its own form (RFC 6887 appendix A).
        if (datagram[0] != VERSION) {
            throw RouterException.notOffered(UNSUPPORTED_VERSION, "the server speaks version " + datagram[0]);
        }
        ByteBuffer bytes = ByteBuffer.wrap(datagram);
        bytes.get();
        int opcode = Byte.toUnsignedInt(bytes.get());
        int result = Short.toUnsignedInt(bytes.getShort());
        long epoch = Integer.toUnsignedLong(bytes.getInt());
        if ((opcode & RESPONSE) == 0) {
            throw RouterException.invalid("no NAT-PMP response");
        }
        return result == SUCCESS
                ? success(opcode - RESPONSE, epoch, bytes)
                : new Response(opcode - RESPONSE, result, epoch, Optional.empty(), Optional.empty());
    }

    private static Response success(int opcode, long epoch, ByteBuffer bytes) throws RouterException {
        int expected = switch (opcode) {
            case ADDRESS -> ADDRESS_BYTES;
            case MAP_UDP, MAP_TCP -> MAP_BYTES;
            default -> throw RouterException.invalid("a response to opcode " + opcode);
        };
        if (bytes.limit() != expected) {
            throw RouterException.invalid("a NAT-PMP response of " + bytes.limit() + " bytes");
        }
        return opcode == ADDRESS
                ? new Response(opcode, SUCCESS, epoch, Optional.of(address(bytes)), Optional.empty())
                : new Response(opcode, SUCCESS, epoch, Optional.empty(), Optional.of(mapping(bytes)));
    }

    private static InetAddress address(ByteBuffer bytes) {
        byte[] address = new byte[4];
        bytes.get(address);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("four bytes are an address", impossible);
        }
    }

    private static Mapping mapping(ByteBuffer bytes) {
        return new Mapping(
                Short.toUnsignedInt(bytes.getShort()),
                Short.toUnsignedInt(bytes.getShort()),
                Integer.toUnsignedLong(bytes.getInt()));
    }

    /** What a mapping grants, with the external address that the gateway told before. */
    static Grant grant(Mapping mapping, Optional<InetAddress> external) throws RouterException {
        if (mapping.externalPort() == 0 || mapping.lifetimeSeconds() == 0) {
            throw RouterException.invalid("a mapping of no port or for no time");
        }
        return new Grant(mapping.externalPort(), external, Optional.of(Duration.ofSeconds(mapping.lifetimeSeconds())));
    }
}
