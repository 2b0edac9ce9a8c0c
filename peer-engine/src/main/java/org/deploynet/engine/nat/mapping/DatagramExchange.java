package org.deploynet.engine.nat.mapping;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Questions to one UDP port, asked again until they are answered. Only the address that was asked can answer. One thread.
 */
final class DatagramExchange implements AutoCloseable {
    /** The largest PCP message (RFC 6887 §7) and one byte, by which a larger one is seen. */
    private static final int BUFFER_BYTES = 1101;

    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    /** What is no answer to our question; a flood of it is not sat out. */
    private static final int MOST_IGNORED = 64;

    private final DatagramSocket socket;
    private final InetSocketAddress server;

    /** What a datagram answers; empty if it answers something else. */
    interface Reader<T> {
        Optional<T> read(byte[] datagram) throws RouterException;
    }

    private DatagramExchange(DatagramSocket socket, InetSocketAddress server) {
        this.socket = socket;
        this.server = server;
    }

    /**
     * With a server that answers from the port it was asked on: the socket is connected, so the kernel drops everything else, and tells
     * when the port is closed.
     */
    static DatagramExchange with(InetSocketAddress server) throws RouterException {
        DatagramExchange exchange = withAnyPortOf(server);
        try {
            exchange.socket.connect(server);
            return exchange;
        } catch (IOException e) {
            exchange.close();
            throw noWay(server, e);
        }
    }

    /** With a host that may answer from any of its ports, as SSDP lets it. */
    static DatagramExchange withAnyPortOf(InetSocketAddress server) throws RouterException {
        try {
            return new DatagramExchange(new DatagramSocket(), server);
        } catch (IOException e) {
            throw noWay(server, e);
        }
    }

    private static RouterException noWay(InetSocketAddress server, IOException e) {
        return RouterException.noAnswer("no way to " + server + ": " + e.getMessage());
    }

    /** The address of this machine that the other side sees; of a connected socket. */
    InetAddress localAddress() {
        return socket.getLocalAddress();
    }

    /** Asks after 0, 250, 750 and so on milliseconds (the intervals of RFC 6886 §3.1), and returns the first answer. */
    <T> T ask(List<byte[]> questions, Reader<T> reader, Deadline deadline)
            throws RouterException, InterruptedException {
        Duration wait = FIRST_WAIT;
        int ignored = 0;
        try {
            while (!deadline.isOver()) {
                for (byte[] question : questions) {
                    socket.send(new DatagramPacket(question, question.length, server));
                }
                Deadline again = deadline.atMost(wait);
                for (var next = receive(again); next.isPresent(); next = receive(again)) {
                    Optional<T> answer = read(next.orElseThrow(), reader);
                    if (answer.isPresent()) {
                        return answer.orElseThrow();
                    }
                    if (++ignored > MOST_IGNORED) {
                        throw RouterException.invalid("more than " + MOST_IGNORED + " datagrams that answer nothing");
                    }
                }
                wait = wait.multipliedBy(2);
            }
        } catch (PortUnreachableException closed) {
            throw RouterException.notOffered(0, "the port is closed");
        } catch (IOException e) {
            checkInterrupt();
            throw RouterException.noAnswer("cannot ask: " + e.getMessage());
        }
        throw ignored > 0
                ? RouterException.invalid(ignored + " datagrams came, none with the answer")
                : RouterException.noAnswer("no answer in time");
    }

    private Optional<DatagramPacket> receive(Deadline deadline) throws IOException, InterruptedException {
        checkInterrupt();
        int millis = (int) deadline.left().toMillis();
        // Zero would wait for ever.
        if (millis == 0) {
            return Optional.empty();
        }
        socket.setSoTimeout(millis);
        var packet = new DatagramPacket(new byte[BUFFER_BYTES], BUFFER_BYTES);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException nothing) {
            return Optional.empty();
        }
        return Optional.of(packet);
    }

    private <T> Optional<T> read(DatagramPacket packet, Reader<T> reader) throws RouterException {
        return packet.getAddress().equals(server.getAddress())
                ? reader.read(Arrays.copyOf(packet.getData(), packet.getLength()))
                : Optional.empty();
    }

    // A virtual thread that is interrupted finds its socket closed.
    private static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
