package org.deploynet.engine.rendezvous;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Passes bytes between a super-peer and a server, until it silently passes none to the server any more of those connections that it
 * has: as when they go another way, from an address that is not that way's.
 */
final class StoppedRelay implements AutoCloseable {
    private final URI server;
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile List<Socket> stopped = List.of();

    StoppedRelay(URI server) throws IOException {
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + door.getLocalPort() + server.getPath());
    }

    /** New connections are passed on both ways as before. */
    void stopPassing() {
        stopped = List.copyOf(sockets);
    }

    private void accept() {
        try {
            while (true) {
                Socket near = door.accept();
                var far = new Socket(server.getHost(), server.getPort());
                sockets.add(near);
                sockets.add(far);
                Thread.ofVirtual().start(() -> pass(near, far));
                Thread.ofVirtual().start(() -> pass(far, near));
            }
        } catch (IOException closed) {
            // At the end of the test.
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                if (from.getPort() == server.getPort() || !stopped.contains(from)) {
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
        } catch (IOException closed) {
            // By one of the two.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
