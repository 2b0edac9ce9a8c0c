package org.deploynet.signaling.stun;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.stun.StunCodec;
import org.deploynet.protocol.stun.StunMessage;

/** One UDP socket of a STUN server. Its own virtual thread reads; {@link #send} is safe from any thread. */
final class StunEndpoint implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StunEndpoint.class.getName());

    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final DatagramSocket socket;
    private final InetSocketAddress address;
    private Optional<Thread> reader = Optional.empty();

    private StunEndpoint(DatagramSocket socket, InetSocketAddress address) {
        this.socket = socket;
        this.address = address;
    }

    static StunEndpoint open(InetAddress address, int port) throws IOException {
        var socket = new DatagramSocket(new InetSocketAddress(address, port));
        return new StunEndpoint(socket, new InetSocketAddress(address, socket.getLocalPort()));
    }

    InetSocketAddress address() {
        return address;
    }

    /** Gives every message to {@code taker}, with its sender; what is malformed is dropped without a word. */
    void start(BiFunction<StunMessage, InetSocketAddress, Optional<StunServer.Parting>> taker) {
        reader =
                Optional.of(Thread.ofVirtual().name("stun-" + address.getPort()).start(() -> run(taker)));
    }

    private void run(BiFunction<StunMessage, InetSocketAddress, Optional<StunServer.Parting>> taker) {
        // One byte more, so that what is too long is not taken for its beginning.
        var packet = new DatagramPacket(new byte[StunCodec.MAX_BYTES + 1], StunCodec.MAX_BYTES + 1);
        while (!socket.isClosed()) {
            try {
                packet.setLength(StunCodec.MAX_BYTES + 1);
                socket.receive(packet);
                var from = new InetSocketAddress(packet.getAddress(), packet.getPort());
                taker.apply(StunCodec.decode(packet.getData(), packet.getLength()), from)
                        .ifPresent(parting -> parting.exit().send(parting.message(), from));
            } catch (ProtocolException e) {
                LOG.log(Level.TRACE, "a datagram is dropped: {0}", e.getMessage());
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "nothing was read from a STUN socket", e);
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "a STUN request was not handled", e);
            }
        }
    }

    void send(StunMessage message, InetSocketAddress to) {
        byte[] bytes = StunCodec.encode(message);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a STUN answer could not be sent", e);
        }
    }

    // A socket keeps its port as long as somebody reads from it.
    @Override
    public void close() {
        socket.close();
        try {
            if (reader.isPresent() && !reader.get().join(CLOSING)) {
                LOG.log(Level.WARNING, "a STUN socket is still read from");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
