package org.deploynet.desktop.assembly;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.deploynet.control.place.Places;
import org.deploynet.control.place.PrivateFolder;
import org.deploynet.control.rpc.LineChannel;

/**
 * The right to be the one desktop application of some folders. Whoever has it holds a lock of the operating system, so a kill
 * gives it back, and listens on a Unix domain socket for others who want the window shown. Safe from any thread.
 */
final class OnlyOne implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OnlyOne.class.getName());
    private static final byte[] SHOW = "show".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SHOWN = "shown".getBytes(StandardCharsets.US_ASCII);
    private static final int LINE_BYTES = 16;

    private final FileChannel lockFile;
    private final Path socket;
    private final ServerSocketChannel door;

    private OnlyOne(FileChannel lockFile, Path socket, ServerSocketChannel door) {
        this.lockFile = lockFile;
        this.socket = socket;
        this.door = door;
    }

    /** Empty when another process is it. */
    static Optional<OnlyOne> become(Places places) throws IOException {
        PrivateFolder.make(places.state());
        PrivateFolder.make(places.runtime());
        FileChannel file = FileChannel.open(
                places.state().resolve("desktop.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (file.tryLock() == null) {
            file.close();
            return Optional.empty();
        }
        Path socket = socket(places);
        // Only the lock's holder may: what lies there is of one that is dead.
        Files.deleteIfExists(socket);
        ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        door.bind(UnixDomainSocketAddress.of(socket));
        return Optional.of(new OnlyOne(file, socket, door));
    }

    /** Lets the one there is show its window. */
    static void askToShow(Places places) throws IOException {
        PrivateFolder.check(places.runtime());
        try (LineChannel line = LineChannel.connect(socket(places), LINE_BYTES)) {
            line.writeLine(SHOW);
            Optional<byte[]> answer = line.readLine();
            if (answer.isEmpty() || !Arrays.equals(answer.get(), SHOWN)) {
                throw new IOException("the open application did not answer");
            }
        }
    }

    /** From now on runs {@code show} whenever another one asks. */
    void listen(Runnable show) {
        Thread.ofVirtual().name("only-one").start(() -> {
            try {
                while (true) {
                    SocketChannel asking = door.accept();
                    Thread.ofVirtual().start(() -> answer(asking, show));
                }
            } catch (IOException closed) {
                LOG.log(System.Logger.Level.DEBUG, "hears no further starts", closed);
            }
        });
    }

    private static void answer(SocketChannel asking, Runnable show) {
        try (var line = new LineChannel(asking, LINE_BYTES)) {
            if (line.readLine().filter(word -> Arrays.equals(word, SHOW)).isPresent()) {
                show.run();
                line.writeLine(SHOWN);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a second start was not heard out", e);
        }
    }

    // As long as the control socket's path, which is known to fit.
    private static Path socket(Places places) {
        String control = String.valueOf(places.socket().getFileName());
        return places.socket().resolveSibling(control.replace(".sock", ".face"));
    }

    @Override
    public void close() {
        try {
            door.close();
            Files.deleteIfExists(socket);
            lockFile.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the system lets go of it at the end of this process", e);
        }
    }
}
