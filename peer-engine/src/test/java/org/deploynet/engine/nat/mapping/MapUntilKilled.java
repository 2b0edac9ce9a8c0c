package org.deploynet.engine.nat.mapping;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.deploynet.control.nat.MappingProtocol;

/**
 * A process that maps a port: {@code PROTOCOL PORT LEASE-SECONDS}. It prints a line for every attempt and for every datagram that
 * reaches the port, and closes its mapper when its standard input ends.
 */
final class MapUntilKilled {
    private MapUntilKilled() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[1]);
        var options = new MappingOptions(
                arguments[0].equals("ALL")
                        ? Set.of(MappingProtocol.values())
                        : Set.of(MappingProtocol.valueOf(arguments[0])),
                Duration.ofSeconds(Long.parseLong(arguments[2])));
        try (var socket = new DatagramSocket(port)) {
            Thread.ofPlatform().daemon().start(() -> listen(socket));
            try (var _ = PortMapper.start(options, List.of(port), MapUntilKilled::say)) {
                System.in.transferTo(OutputStream.nullOutputStream());
            }
        }
        System.out.println("closed");
    }

    private static void say(MappingReport report) {
        System.out.println("report " + report.situation());
        for (MappingAttempt attempt : report.attempts()) {
            System.out.println(
                    "attempt " + attempt.protocol() + " " + attempt.gateway().getHostAddress() + " "
                            + attempt.outcome() + " " + attempt.code() + " "
                            + attempt.externalAddress()
                                    .map(address -> address.getHostAddress())
                                    .orElse("-") + ":"
                            + attempt.ports().stream()
                                    .mapToInt(ForwardedPort::external)
                                    .findFirst()
                                    .orElse(0) + " "
                            + attempt.lease().map(Duration::toSeconds).orElse(0L));
        }
    }

    private static void listen(DatagramSocket socket) {
        var packet = new DatagramPacket(new byte[1500], 1500);
        try {
            while (true) {
                socket.receive(packet);
                System.out.println(
                        "got " + new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8).strip());
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
