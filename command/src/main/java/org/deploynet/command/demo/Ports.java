package org.deploynet.command.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** Finds ports for the parts on this machine. */
final class Ports {
    private Ports() {}

    /** The port that was asked for, or else the usual one, or else any free one. */
    static int pick(Optional<Integer> asked, int usual) throws DemoFailure {
        if (asked.isPresent() && asked.get() != 0) {
            return free(asked.get())
                    .orElseThrow(() -> new DemoFailure("command.demo.portTaken", Integer.toString(asked.get())));
        }
        Optional<Integer> first = asked.isPresent() ? Optional.empty() : free(usual);
        return first.or(() -> free(0)).orElseThrow(() -> new DemoFailure("command.demo.noPort"));
    }

    private static Optional<Integer> free(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return Optional.of(socket.getLocalPort());
        } catch (IOException taken) {
            return Optional.empty();
        }
    }
}
