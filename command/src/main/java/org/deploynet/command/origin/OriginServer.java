package org.deploynet.command.origin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.deploynet.command.site.ContentTypes;

/**
 * A plain web server of one folder, for this machine alone: whole files and ranges, entity tags, no compression. Safe from
 * any thread.
 */
public final class OriginServer implements AutoCloseable {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int BACKLOG = 256;

    private final HttpServer server;
    private final ExecutorService threads;
    private final PublicFolder folder;

    private OriginServer(HttpServer server, ExecutorService threads, PublicFolder folder) {
        this.server = server;
        this.threads = threads;
        this.folder = folder;
    }

    /** Serves {@code folder} on loopback; port 0 takes any free one. */
    public static OriginServer start(Path folder, int port) throws IOException {
        // Without it every answer on a kept connection waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        HttpServer http = HttpServer.create(address, BACKLOG);
        var origin = new OriginServer(http, Executors.newVirtualThreadPerTaskExecutor(), new PublicFolder(folder));
        http.setExecutor(origin.threads);
        http.createContext("/", origin::answer);
        http.start();
        return origin;
    }

    public URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            show(exchange, folder.find(exchange.getRequestURI().getRawPath()));
        }
    }

    private static void show(HttpExchange exchange, Optional<Path> found) throws IOException {
        String rawPath = exchange.getRequestURI().getRawPath();
        Optional<Path> file = found.filter(Files::isRegularFile).filter(path -> !rawPath.endsWith("/"));
        Optional<Path> index = found.filter(Files::isDirectory).flatMap(PublicFolder::index);
        if (file.isPresent()) {
            send(exchange, file.get());
        } else if (index.isPresent() && rawPath.endsWith("/")) {
            send(exchange, index.get());
        } else if (index.isPresent()) {
            exchange.getResponseHeaders().set("Location", rawPath + "/");
            exchange.sendResponseHeaders(301, -1);
        } else if (rawPath.equals("/favicon.ico")) {
            // Every browser asks for it unasked and complains in the console of a site that has none.
            exchange.sendResponseHeaders(204, -1);
        } else {
            notFound(exchange);
        }
    }

    private static void notFound(HttpExchange exchange) throws IOException {
        byte[] body = "Not found\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(404, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    private static void send(HttpExchange exchange, Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        String tag =
                "\"" + attributes.size() + "-" + attributes.lastModifiedTime().toMillis() + "\"";
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", ContentTypes.of(file.getFileName().toString()));
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Accept-Ranges", "bytes");
        headers.set("Cache-Control", "no-cache");
        headers.set("ETag", tag);
        if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
            return;
        }
        long size = attributes.size();
        switch (ByteRange.parse(range(exchange, tag), size)) {
            case ByteRange.Asked.Whole _ -> sendBytes(exchange, file, 200, new ByteRange(0, size - 1));
            case ByteRange.Asked.Part part -> {
                headers.set("Content-Range", part.range().contentRange(size));
                sendBytes(exchange, file, 206, part.range());
            }
            case ByteRange.Asked.Unsatisfiable _ -> {
                headers.set("Content-Range", "bytes */" + size);
                exchange.sendResponseHeaders(416, -1);
            }
        }
    }

    // A range of a file that is no longer the one the client began with would make a mixture.
    private static Optional<String> range(HttpExchange exchange, String tag) {
        String condition = exchange.getRequestHeaders().getFirst("If-Range");
        boolean stale = condition != null && !condition.equals(tag);
        return stale
                ? Optional.empty()
                : Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"));
    }

    private static void sendBytes(HttpExchange exchange, Path file, int status, ByteRange range) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Long.toString(range.length()));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, range.length() == 0 ? -1 : range.length());
        try (FileChannel channel = FileChannel.open(file);
                OutputStream body = exchange.getResponseBody()) {
            copy(Channels.newInputStream(channel.position(range.first())), body, range.length());
        }
    }

    private static void copy(InputStream from, OutputStream to, long bytes) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        for (long left = bytes; left > 0; ) {
            int read = from.read(chunk, 0, (int) Math.min(chunk.length, left));
            if (read < 0) {
                throw new IOException("the file became shorter while it was sent");
            }
            to.write(chunk, 0, read);
            left -= read;
        }
    }
}
