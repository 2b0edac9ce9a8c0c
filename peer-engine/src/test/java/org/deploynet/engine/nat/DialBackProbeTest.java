package org.deploynet.engine.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.deploynet.protocol.stun.StunCodec;
import org.deploynet.protocol.stun.StunMessage;
import org.deploynet.protocol.stun.TransactionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DialBackProbeTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress HERE_BY_IPV6 = InetAddress.ofLiteral("::1");
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final List<Integer> called = new ArrayList<>();

    @Test
    void aCallThatComesInIsHeardAndSaysByWhichVersionOfIp() {
        assertEquals(DialBack.CAME_BY_IPV4, probe(LONG, (port, transaction) -> call(HERE, port, transaction)));
        assertEquals(DialBack.CAME_BY_IPV6, probe(LONG, (port, transaction) -> call(HERE_BY_IPV6, port, transaction)));
    }

    @Test
    void theNetworkIsAskedThreeTimesBeforeNothingCame() {
        assertEquals(DialBack.NOTHING_CAME, probe(SHORT, (port, _) -> called.add(port)));
        assertEquals(3, called.size());
        assertEquals(1, called.stream().distinct().count());
    }

    @Test
    void whoCannotBeAskedIsNotTried() {
        assertEquals(DialBack.UNTRIED, probe(LONG, (_, _) -> false));
    }

    @Test
    void aStrangersDatagramIsNoCall() {
        assertEquals(
                DialBack.NOTHING_CAME,
                probe(SHORT, (port, _) -> call(HERE, port, TransactionId.random(new Random(7)))));
        assertEquals(DialBack.NOTHING_CAME, probe(SHORT, (port, _) -> send(HERE, port, new byte[] {1, 2, 3})));
    }

    @Test
    void thePortThatLetsTheWorldInIsTheOneThatIsCalled() throws IOException {
        int port;
        try (var free = new DatagramSocket()) {
            port = free.getLocalPort();
        }
        DialBackProbe.Caller notes = (asked, _) -> called.add(asked);
        new DialBackProbe(notes, new Random(1), SHORT).probe(OptionalInt.of(port));
        assertEquals(port, called.getFirst());
        try (var taken = new DatagramSocket()) {
            assertEquals(
                    DialBack.UNTRIED,
                    new DialBackProbe(notes, new Random(1), SHORT).probe(OptionalInt.of(taken.getLocalPort())));
        }
        assertNotEquals(0, called.size());
    }

    private static DialBack probe(Duration patience, DialBackProbe.Caller caller) {
        return new DialBackProbe(caller, new Random(1), patience).probe(OptionalInt.empty());
    }

    private static boolean call(InetAddress to, int port, TransactionId transaction) {
        return send(to, port, StunCodec.encode(StunMessage.request(transaction)));
    }

    private static boolean send(InetAddress to, int port, byte[] bytes) {
        try (var socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(bytes, bytes.length, to, port));
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
