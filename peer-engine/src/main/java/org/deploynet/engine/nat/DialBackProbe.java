package org.deploynet.engine.nat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.stun.StunCodec;
import org.deploynet.protocol.stun.TransactionId;

/**
 * Whether a stranger's datagram comes in to a port from which nothing was sent: the network's server is asked for one, and a socket
 * waits for it. Safe from any thread; blocks for 3 s at most.
 */
public final class DialBackProbe {
    private static final System.Logger LOG = System.getLogger(DialBackProbe.class.getName());
    /** A lost datagram is no closed door. */
    private static final int CALLS = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Caller caller;
    private final RandomGenerator random;
    private final Duration patience;

    /** Whoever has the network call. */
    public interface Caller {
        /** Asks for one datagram of this transaction to {@code port} here; false if nobody can be asked. */
        boolean dialBack(int port, TransactionId transaction);
    }

    /** {@code random} is what nobody may guess: a {@link java.security.SecureRandom}. */
    public DialBackProbe(Caller caller, RandomGenerator random) {
        this(caller, random, PATIENCE);
    }

    DialBackProbe(Caller caller, RandomGenerator random, Duration patience) {
        this.caller = caller;
        this.random = random;
        this.patience = patience;
    }

    /** @param port the one that lets the world in, if there is one; else any, which only a machine without a router lets in */
    public DialBack probe(OptionalInt port) {
        try (var socket = new DatagramSocket(port.orElse(0))) {
            TransactionId transaction = TransactionId.random(random);
            for (int call = 0; call < CALLS; call++) {
                if (!caller.dialBack(socket.getLocalPort(), transaction)) {
                    return call == 0 ? DialBack.UNTRIED : DialBack.NOTHING_CAME;
                }
                Optional<DialBack> heard = await(socket, transaction);
                if (heard.isPresent()) {
                    return heard.get();
                }
            }
            return DialBack.NOTHING_CAME;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "no dial-back: {0}", e.getMessage());
            return DialBack.UNTRIED;
        }
    }

    private Optional<DialBack> await(DatagramSocket socket, TransactionId transaction) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        var packet = new DatagramPacket(new byte[StunCodec.MAX_BYTES], StunCodec.MAX_BYTES);
        for (long left = patience.toMillis(); left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
            try {
                socket.setSoTimeout((int) left);
                packet.setLength(StunCodec.MAX_BYTES);
                socket.receive(packet);
                if (isOf(packet, transaction)) {
                    return Optional.of(
                            packet.getAddress() instanceof Inet4Address
                                    ? DialBack.CAME_BY_IPV4
                                    : DialBack.CAME_BY_IPV6);
                }
            } catch (SocketTimeoutException nothing) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean isOf(DatagramPacket packet, TransactionId transaction) {
        try {
            return StunCodec.decode(packet.getData(), packet.getLength())
                    .transaction()
                    .equals(transaction);
        } catch (ProtocolException other) {
            return false;
        }
    }
}
