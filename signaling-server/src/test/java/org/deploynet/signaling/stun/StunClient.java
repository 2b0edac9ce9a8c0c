package org.deploynet.signaling.stun;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.stun.StunAttribute;
import org.deploynet.protocol.stun.StunCodec;
import org.deploynet.protocol.stun.StunMessage;
import org.deploynet.protocol.stun.TransactionId;

/** A socket on loopback that asks one server. */
final class StunClient implements AutoCloseable {
    private static final int PATIENCE_MS = 10_000;

    private final DatagramSocket socket;
    private final InetSocketAddress server;

    /** What arrived, and where it came from. */
    record Arrived(InetSocketAddress from, StunMessage message) {}

    StunClient(InetSocketAddress server) throws IOException {
        this.server = server;
        this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setSoTimeout(PATIENCE_MS);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    StunMessage send(StunAttribute... attributes) throws IOException {
        var request = StunMessage.request(TransactionId.random(new SecureRandom()), attributes);
        send(StunCodec.encode(request));
        return request;
    }

    void send(byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, server));
    }

    Arrived next() throws IOException, ProtocolException {
        var packet = new DatagramPacket(new byte[2_000], 2_000);
        socket.receive(packet);
        return new Arrived(
                new InetSocketAddress(packet.getAddress(), packet.getPort()),
                StunCodec.decode(packet.getData(), packet.getLength()));
    }

    Arrived ask(StunAttribute... attributes) throws IOException, ProtocolException {
        send(attributes);
        return next();
    }

    @Override
    public void close() {
        socket.close();
    }
}
