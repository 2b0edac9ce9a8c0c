package org.deploynet.signaling.stun;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.deploynet.protocol.net.Candidates;
import org.deploynet.protocol.stun.StunCodec;
import org.deploynet.protocol.stun.StunMessage;
import org.deploynet.protocol.stun.TransactionId;
import org.deploynet.signaling.limits.PrefixBuckets;
import org.deploynet.signaling.limits.PrefixBuckets.Rate;

/**
 * Sends a super-peer one datagram from a port that it never sent to, so that it learns whether anybody's comes in. Only to where
 * its connection comes from: nobody can have a third party called. One datagram of 28 bytes for a message that is longer; how many
 * is limited for each prefix and in all. Safe from any thread.
 */
public final class DialBack implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DialBack.class.getName());
    // A test asks three times at most, and comes again after a day or with another address.
    private static final Rate EACH_PREFIX = new Rate(0.5, 30);
    private static final Rate ALL = new Rate(500, 1_000);
    private static final int MAX_PREFIXES = 16_384;

    private final DatagramSocket socket;
    private final Candidates rules;
    private final PrefixBuckets limits;

    private DialBack(DatagramSocket socket, Candidates rules, PrefixBuckets limits) {
        this.socket = socket;
        this.rules = rules;
        this.limits = limits;
    }

    /** @param rules which addresses may be sent to at all: a proxy in front of this server is none */
    public static DialBack open(Candidates rules) throws IOException {
        return open(rules, new PrefixBuckets(EACH_PREFIX, ALL, MAX_PREFIXES, System::nanoTime));
    }

    static DialBack open(Candidates rules, PrefixBuckets limits) throws IOException {
        return new DialBack(new DatagramSocket(), rules, limits);
    }

    /** False if it is refused: an address or port that nobody may have called, or too often. */
    public boolean call(InetAddress address, int port, TransactionId transaction) {
        if (!rules.allows(address, port) || !limits.take(address)) {
            return false;
        }
        byte[] bytes = StunCodec.encode(StunMessage.request(transaction));
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, address, port));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a super-peer could not be called", e);
        }
        return true;
    }

    @Override
    public void close() {
        socket.close();
    }
}
