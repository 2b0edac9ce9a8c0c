package org.deploynet.control.rpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/** Lines of bounded length over a Unix domain socket. One thread reads, any thread writes. */
public final class LineChannel implements AutoCloseable {
    private final SocketChannel channel;
    private final int maxLineBytes;
    private final ByteBuffer in = ByteBuffer.allocate(16 * 1024).flip();

    public LineChannel(SocketChannel channel, int maxLineBytes) {
        this.channel = channel;
        this.maxLineBytes = maxLineBytes;
    }

    public static LineChannel connect(Path socket, int maxLineBytes) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new LineChannel(channel, maxLineBytes);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The next line without its line feed; empty at the end. A line that is too long or torn is an error. */
    public Optional<byte[]> readLine() throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            while (in.hasRemaining()) {
                byte next = in.get();
                if (next == '\n') {
                    return Optional.of(line.toByteArray());
                }
                if (line.size() == maxLineBytes) {
                    throw new IOException("a line of more than " + maxLineBytes + " bytes");
                }
                line.write(next);
            }
            in.clear();
            int count = channel.read(in);
            in.flip();
            if (count < 0) {
                return ended(line.size());
            }
        }
    }

    private static Optional<byte[]> ended(int tornBytes) throws IOException {
        if (tornBytes > 0) {
            throw new IOException("the other side ended in the middle of a line");
        }
        return Optional.empty();
    }

    /** Blocks until the line is handed to the system. */
    public synchronized void writeLine(byte[] line) throws IOException {
        ByteBuffer out =
                ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // Nothing is lost: every line that counted was answered.
        }
    }
}
