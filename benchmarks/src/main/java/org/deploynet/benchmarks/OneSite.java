package org.deploynet.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import org.deploynet.protocol.content.HashTree;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.content.SignedManifest;
import org.deploynet.protocol.key.SigningKey;

/** A site of one file at an origin on loopback, published and signed. */
public final class OneSite implements AutoCloseable {
    private static final String PATH = "/file.bin";

    private final SigningKey publisher = SigningKey.generate();
    private final HttpServer server;
    private final SignedManifest manifest;
    private final ObjectId object;
    private final int objectBytes;

    OneSite(int objectBytes) throws IOException {
        byte[] file = new byte[objectBytes];
        new Random(objectBytes).nextBytes(file);
        this.objectBytes = objectBytes;
        object = new HashTree().objectId(file);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        manifest = SignedManifest.sign(manifest(), publisher);
        var files = new HashMap<String, byte[]>();
        files.put(PATH, file);
        files.put(Manifest.PATH, manifest.bytes());
        files.put(Manifest.SIGNATURE_PATH, manifest.signature().getBytes(StandardCharsets.US_ASCII));
        if (Pieces.needsLayer(objectBytes)) {
            files.put(Manifest.layerPath(object), layer(file));
        }
        server.createContext("/", exchange -> answer(exchange, files));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private Manifest manifest() {
        Instant now = Instant.now();
        return new Manifest(
                Manifest.VERSION,
                publisher.id(),
                1,
                now,
                now.plus(Duration.ofDays(1)),
                origin().toString(),
                0,
                new Manifest.Eligible(false, "listed"),
                Optional.empty(),
                Map.of(PATH, new Manifest.Entry(object, objectBytes, "application/octet-stream")));
    }

    private static byte[] layer(byte[] file) {
        var tree = new HashTree();
        ByteBuffer hashes = ByteBuffer.allocate(Pieces.layerBytes(file.length));
        for (int piece = 0; piece < Pieces.count(file.length); piece++) {
            int from = piece * Pieces.PIECE_BYTES;
            hashes.put(tree.pieceHash(ByteBuffer.wrap(file, from, Pieces.length(file.length, piece)), file.length));
        }
        return hashes.array();
    }

    private static void answer(HttpExchange exchange, Map<String, byte[]> files) throws IOException {
        byte[] file = files.get(exchange.getRequestURI().getPath());
        try (exchange) {
            exchange.sendResponseHeaders(file == null ? 404 : 200, file == null ? -1 : file.length);
            if (file != null) {
                exchange.getResponseBody().write(file);
            }
        }
    }

    public URI origin() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public SignedManifest signed() {
        return manifest;
    }

    public ObjectId object() {
        return object;
    }

    public int objectBytes() {
        return objectBytes;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
