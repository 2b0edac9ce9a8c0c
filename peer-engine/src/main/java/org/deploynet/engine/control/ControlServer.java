package org.deploynet.engine.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.deploynet.control.PeerControl;
import org.deploynet.control.place.PrivateFolder;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.rpc.LineChannel;
import org.deploynet.control.rpc.Rpc;

/**
 * The engine's end of the control socket: one {@link ControlSession} a face. Only the holder of the {@link EngineLock} makes
 * one, since it removes the socket a dead engine left behind. Safe from any thread.
 */
public final class ControlServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ControlServer.class.getName());
    private static final int MAX_FACES = 32;

    private final ServerSocketChannel listener;
    private final Path socket;
    private final PeerControl engine;
    private final Rpc.Hello greeting;
    private final Set<ControlSession> faces = ConcurrentHashMap.newKeySet();

    private ControlServer(ServerSocketChannel listener, Path socket, PeerControl engine, Rpc.Hello greeting) {
        this.listener = listener;
        this.socket = socket;
        this.engine = engine;
        this.greeting = greeting;
    }

    /** Listens at {@code socket}, in a folder that only this user can enter. */
    public static ControlServer start(Path socket, EngineLock lock, PeerControl engine, Rpc.Hello greeting)
            throws IOException {
        java.util.Objects.requireNonNull(lock, "only the lock's holder removes a stale socket");
        Path folder = socket.toAbsolutePath().resolveSibling("").normalize();
        PrivateFolder.make(folder);
        Files.deleteIfExists(socket);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
        var server = new ControlServer(listener, socket, engine, greeting);
        Thread.ofVirtual().name("control-accept").start(server::acceptAll);
        return server;
    }

    private void acceptAll() {
        while (listener.isOpen()) {
            try {
                welcome(listener.accept());
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "cannot accept a control connection", e);
                pauseAfterFailure();
            }
        }
    }

    // Out of file descriptors, accept fails at once and for ever: do not spin.
    private static void pauseAfterFailure() {
        java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
    }

    private void welcome(SocketChannel channel) throws IOException {
        var lines = new LineChannel(channel, ControlJson.MAX_REQUEST_BYTES);
        if (faces.size() >= MAX_FACES) {
            try (lines) {
                lines.writeLine(new Rpc.Failure(Optional.empty(), Rpc.TOO_MANY, "too many faces at once").encode());
            }
            return;
        }
        var session = new ControlSession(lines, engine, greeting, faces::remove);
        faces.add(session);
        session.start();
    }

    /** Faces connected now. */
    public int faces() {
        return faces.size();
    }

    @Override
    public void close() {
        try {
            listener.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot remove the control socket", e);
        }
        faces.forEach(ControlSession::closeAnswered);
    }
}
