package org.deploynet.engine.fill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A real HTTP/1.1 origin on loopback whose every answer a test can replace, down to single bytes. */
final class LocalOrigin implements AutoCloseable {
    private final String scheme;
    private final ServerSocket listener;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Map<String, Misdeed> misdeeds = new ConcurrentHashMap<>();
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** One request. */
    record Asked(String path, Map<String, String> headers) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /** An answer that a decent origin would not give. */
    interface Misdeed {
        void answer(Asked asked, byte[] file, OutputStream out) throws IOException;
    }

    LocalOrigin() throws IOException {
        this("http", new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")));
    }

    LocalOrigin(String scheme, ServerSocket listener) {
        this.scheme = scheme;
        this.listener = listener;
        Thread.ofVirtual().start(this::acceptAll);
    }

    String address() {
        return scheme + "://127.0.0.1:" + listener.getLocalPort();
    }

    URI uri() {
        return URI.create(address());
    }

    void put(String path, byte[] bytes) {
        files.put(path, bytes);
    }

    void misbehave(String path, Misdeed misdeed) {
        misdeeds.put(path, misdeed);
    }

    void behave(String path) {
        misdeeds.remove(path);
    }

    long askedFor(String path) {
        return asked.stream().filter(one -> one.path().equals(path)).count();
    }

    static void head(OutputStream out, String status, String... headers) throws IOException {
        var head = new StringBuilder("HTTP/1.1 " + status + "\r\n");
        Arrays.stream(headers).forEach(header -> head.append(header).append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    static void awaitQuietly(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            for (Optional<Asked> one = request(in); one.isPresent(); one = request(in)) {
                asked.add(one.get());
                answer(one.get(), socket.getOutputStream());
            }
        } catch (IOException | UncheckedIOException gone) {
            // The other side had enough.
        }
    }

    private static Optional<Asked> request(BufferedReader in) throws IOException {
        String line = in.readLine();
        if (line == null) {
            return Optional.empty();
        }
        var headers = new ConcurrentHashMap<String, String>();
        for (String header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {
            String[] parts = header.split(": *", 2);
            headers.put(parts[0].toLowerCase(java.util.Locale.ROOT), parts[1]);
        }
        return Optional.of(new Asked(line.split(" ", 3)[1], headers));
    }

    private void answer(Asked one, OutputStream out) throws IOException {
        byte[] file = files.getOrDefault(one.path(), new byte[0]);
        Misdeed misdeed = misdeeds.get(one.path());
        if (misdeed != null) {
            misdeed.answer(one, file, out);
        } else if (!files.containsKey(one.path())) {
            head(out, "404 Not Found", "Content-Length: 0");
        } else {
            decent(one, file, out);
        }
    }

    static void decent(Asked one, byte[] file, OutputStream out) throws IOException {
        Optional<String> range = one.header("range");
        if (range.isEmpty()) {
            head(out, "200 OK", "Content-Length: " + file.length);
            out.write(file);
            out.flush();
            return;
        }
        String[] ends = range.get().substring("bytes=".length()).split("-", 2);
        int first = Integer.parseInt(ends[0]);
        int last = Math.min(file.length - 1, Integer.parseInt(ends[1]));
        head(
                out,
                "206 Partial Content",
                "Content-Length: " + (last - first + 1),
                "Content-Range: bytes " + first + "-" + last + "/" + file.length);
        out.write(file, first, last - first + 1);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
