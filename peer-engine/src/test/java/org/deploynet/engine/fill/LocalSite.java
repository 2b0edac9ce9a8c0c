package org.deploynet.engine.fill;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.deploynet.engine.fill.KeptSite.Assignment;
import org.deploynet.protocol.content.HashTree;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.content.SignedManifest;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;

/** A published site with small and large files, at a {@link LocalOrigin}. */
final class LocalSite {
    final SigningKey key = SigningKey.generate();
    final LocalOrigin origin;
    final Map<String, byte[]> files = new LinkedHashMap<>();
    private long sequence;
    private Instant issued = Instant.now();

    LocalSite(LocalOrigin origin) {
        this.origin = origin;
    }

    KeyId id() {
        return key.id();
    }

    LocalSite with(String path, int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        files.put(path, content);
        return this;
    }

    LocalSite issued(Instant when) {
        issued = when;
        return this;
    }

    /** Puts files, layers and a manifest of the next sequence in place. */
    LocalSite publish() {
        return publish(sequence + 1);
    }

    LocalSite publish(long newSequence) {
        sequence = newSequence;
        var entries = new LinkedHashMap<String, Manifest.Entry>();
        files.forEach((path, bytes) -> {
            origin.put(path, bytes);
            origin.put(Manifest.layerPath(object(path)), layerBytes(bytes));
            entries.put(path, new Manifest.Entry(object(path), bytes.length, "application/octet-stream"));
        });
        var manifest = new Manifest(
                Manifest.VERSION,
                id(),
                sequence,
                issued,
                issued.plus(Duration.ofDays(90)),
                origin.address(),
                0,
                new Manifest.Eligible(false, "listed"),
                Optional.empty(),
                entries);
        SignedManifest signed = SignedManifest.sign(manifest, key);
        origin.put(Manifest.PATH, signed.bytes());
        origin.put(Manifest.SIGNATURE_PATH, signed.signature().getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Assignment assignment() {
        return new Assignment(id(), origin.address(), sequence, List.of(0), 1_000_000, Map.of());
    }

    /** As the network says it when so many others keep the site. */
    Assignment assignment(int others) {
        return new Assignment(id(), origin.address(), sequence, List.of(0), 1_000_000, Map.of(0, others));
    }

    ObjectId object(String path) {
        return new HashTree().objectId(bytes(path));
    }

    byte[] bytes(String path) {
        byte[] bytes = files.get(path);
        if (bytes == null) {
            throw new IllegalArgumentException("no file " + path);
        }
        return bytes;
    }

    PieceLayer layer(String path) {
        byte[] bytes = bytes(path);
        return PieceLayer.verify(object(path), bytes.length, layerBytes(bytes)).orElseThrow();
    }

    private static byte[] layerBytes(byte[] file) {
        if (!Pieces.needsLayer(file.length)) {
            return new byte[0];
        }
        int count = Pieces.count(file.length);
        ByteBuffer layer = ByteBuffer.allocate(count * ObjectId.BYTES);
        var tree = new HashTree();
        for (int piece = 0; piece < count; piece++) {
            ByteBuffer bytes = ByteBuffer.wrap(file, (int) Pieces.offset(piece), Pieces.length(file.length, piece));
            layer.put(tree.pieceHash(bytes, file.length));
        }
        return layer.array();
    }
}
