package org.deploynet.engine.nat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.stun.StunAttribute;
import org.deploynet.protocol.stun.StunAttribute.ChangeRequest;
import org.deploynet.protocol.stun.StunAttribute.OtherAddress;
import org.deploynet.protocol.stun.StunAttribute.ResponseOrigin;
import org.deploynet.protocol.stun.StunAttribute.XorMappedAddress;
import org.deploynet.protocol.stun.StunCodec;
import org.deploynet.protocol.stun.StunMessage;
import org.deploynet.protocol.stun.StunMessage.Kind;

/**
 * A STUN server with two ports at each of two addresses of loopback, which does as if a NAT were between it and who asks: it
 * tells the addresses that the NAT would have given, and keeps back the answers that would not have come in.
 */
final class ScriptedStun implements AutoCloseable {
    static final InetAddress ONE = InetAddress.ofLiteral("127.0.0.1");
    static final InetAddress OTHER = InetAddress.ofLiteral("127.0.0.2");
    static final InetAddress PUBLIC = InetAddress.ofLiteral("198.51.100.7");

    private final List<DatagramSocket> sockets = new ArrayList<>();
    private final Script script;
    private final Optional<InetSocketAddress> otherAddress;
    final AtomicInteger requests = new AtomicInteger();

    /** What the NAT makes of it. The number of an endpoint: 1 its other port, 2 its other address. */
    interface Script {
        /** Under which address {@code from} is seen at endpoint {@code number}. */
        InetSocketAddress seenAs(InetSocketAddress from, int number);

        /** Whether an answer of endpoint {@code exit} comes in at a socket that sent to the first one only. */
        default boolean comesIn(int exit) {
            return true;
        }

        /** What is sent in the place of the right answer. */
        default List<byte[]> datagrams(StunMessage answer) {
            return List.of(StunCodec.encode(answer));
        }
    }

    ScriptedStun(Script script) throws IOException {
        this(script, Optional.empty(), true);
    }

    /** @param named is told as the other address in the place of its own */
    ScriptedStun(Script script, Optional<InetSocketAddress> named, boolean twoAddresses) throws IOException {
        this.script = script;
        var first = add(ONE, 0);
        var second = add(ONE, 0);
        if (twoAddresses) {
            add(OTHER, first.getLocalPort());
            add(OTHER, second.getLocalPort());
        }
        otherAddress = twoAddresses ? Optional.of(named.orElse(address(3))) : named;
        for (int i = 0; i < sockets.size(); i++) {
            int number = i;
            Thread.ofVirtual().start(() -> run(number));
        }
    }

    private DatagramSocket add(InetAddress address, int port) throws IOException {
        var socket = new DatagramSocket(new InetSocketAddress(address, port));
        sockets.add(socket);
        return socket;
    }

    InetSocketAddress address(int number) {
        return (InetSocketAddress) sockets.get(number).getLocalSocketAddress();
    }

    private void run(int number) {
        DatagramSocket socket = sockets.get(number);
        var packet = new DatagramPacket(new byte[2_000], 2_000);
        while (!socket.isClosed()) {
            try {
                socket.receive(packet);
                requests.incrementAndGet();
                var from = new InetSocketAddress(packet.getAddress(), packet.getPort());
                answer(number, StunCodec.decode(packet.getData(), packet.getLength()), from);
            } catch (IOException | ProtocolException closed) {
                // It is over, or that was no request.
            }
        }
    }

    private void answer(int number, StunMessage request, InetSocketAddress from) throws IOException {
        ChangeRequest change = request.first(ChangeRequest.class).orElse(new ChangeRequest(false, false));
        int exit = number ^ (change.port() ? 1 : 0) ^ (change.address() ? 2 : 0);
        if (exit >= sockets.size() || (exit != number && !script.comesIn(exit))) {
            return;
        }
        List<StunAttribute> attributes = new ArrayList<>();
        attributes.add(new XorMappedAddress(script.seenAs(from, number)));
        attributes.add(new ResponseOrigin(address(exit)));
        otherAddress.map(OtherAddress::new).ifPresent(attributes::add);
        for (byte[] datagram : script.datagrams(request.answer(Kind.SUCCESS, attributes))) {
            sockets.get(exit).send(new DatagramPacket(datagram, datagram.length, from));
        }
    }

    @Override
    public void close() {
        sockets.forEach(DatagramSocket::close);
    }
}
