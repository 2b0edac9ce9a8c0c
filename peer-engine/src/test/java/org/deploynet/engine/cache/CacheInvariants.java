package org.deploynet.engine.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.deploynet.engine.cache.CacheIndex.Place;
import org.deploynet.engine.cache.IndexChange.SegmentRow;
import org.deploynet.engine.cache.IndexChange.State;
import org.deploynet.engine.cache.RecordHeader.Kind;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.DiskFile;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.key.KeyId;

/**
 * What must be true of a closed cache, whatever happened to it: no row ahead of its data, every indexed piece verifies and is
 * somebody's, every file has its row, nothing lies around. For one thread.
 */
public final class CacheInvariants {
    private static final Pattern OURS = Pattern.compile("deploynet-cache|index\\.db(-wal|-shm|\\.damaged|\\.suspect)?");

    private final Disk disk;
    private final Path segments;
    private final CacheIndex index;
    private final Map<String, Long> files = new HashMap<>();
    private final List<String> breaches = new ArrayList<>();

    private CacheInvariants(Disk disk, Path segments, CacheIndex index) {
        this.disk = disk;
        this.segments = segments;
        this.index = index;
    }

    /** Every breach in words; none for a folder without an index. */
    public static List<String> breaches(Disk disk, Path cache) throws IOException {
        Path file = cache.resolve("index.db");
        if (!Files.exists(file)) {
            return List.of();
        }
        try (CacheIndex index = CacheIndex.open(file)) {
            var check = new CacheInvariants(disk, cache.resolve("segments"), index);
            check.run(cache);
            return check.breaches;
        }
    }

    /** Those of {@code objects} that the closed cache does not keep for {@code site}. */
    public static List<ObjectId> notHeld(Path cache, KeyId site, List<ObjectId> objects) throws IOException {
        try (CacheIndex index = CacheIndex.open(cache.resolve("index.db"))) {
            return objects.stream().filter(id -> !index.isHeldBy(site, id)).toList();
        }
    }

    private void run(Path cache) throws IOException {
        disk.list(segments).forEach(entry -> files.put(entry.name(), entry.bytes()));
        for (SegmentRow row : index.write(IndexChange::segments)) {
            check(row);
        }
        files.forEach((name, bytes) -> {
            // A segment that was begun for an append that failed is empty, and goes at the next start.
            if (bytes > 0) {
                breaches.add("a file without a row: " + name + " of " + bytes + " bytes");
            }
        });
        for (Disk.Entry entry : disk.list(cache)) {
            if (!OURS.matcher(entry.name()).matches()) {
                breaches.add("a file that is nobody's: " + entry.name());
            }
        }
    }

    private void check(SegmentRow row) throws IOException {
        String name = "%010d-%08x.seg".formatted(row.id(), row.epoch());
        Optional<Long> bytes = Optional.ofNullable(files.remove(name));
        if (row.state() == State.DROPPED) {
            return;
        }
        if (bytes.isEmpty()) {
            breaches.add("a row without its file: " + name);
        } else if (bytes.get() < row.indexed()) {
            breaches.add("a row ahead of its data: " + name + " indexed to " + row.indexed() + " of " + bytes.get());
        } else {
            checkKeys(segments.resolve(name), row);
        }
    }

    private void checkKeys(Path path, SegmentRow row) throws IOException {
        try (DiskFile file = disk.open(path)) {
            for (SegmentKey key : index.keysOf(row.id())) {
                if (key.offset() + key.length() > row.indexed()) {
                    breaches.add("a key ahead of its segment: " + key);
                }
                if (key.kind() == Kind.PIECE) {
                    checkPiece(file, key);
                }
            }
        }
    }

    private void checkPiece(DiskFile file, SegmentKey key) throws IOException {
        if (index.holders(key.id()).isEmpty()) {
            breaches.add("a piece that nobody holds: " + key);
        }
        ByteBuffer bytes = ByteBuffer.allocate(key.length());
        file.readAt(bytes, key.offset());
        Optional<PieceLayer> layer = layer(key.id(), key.objectBytes());
        if (layer.isEmpty()) {
            breaches.add("a piece without its layer: " + key);
        } else if (!layer.get().matches(key.part(), bytes.flip())) {
            breaches.add("a piece that does not verify: " + key);
        }
    }

    private Optional<PieceLayer> layer(ObjectId id, long objectBytes) throws IOException {
        if (!Pieces.needsLayer(objectBytes)) {
            return Optional.of(PieceLayer.ofSinglePiece(id, objectBytes));
        }
        ByteBuffer bytes = ByteBuffer.allocate(Pieces.layerBytes(objectBytes));
        List<Place> parts = index.layerParts(id);
        for (Place part : parts) {
            if (part.segment() == parts.getFirst().segment() && bytes.hasRemaining()) {
                read(part, bytes);
            }
        }
        return PieceLayer.verify(id, objectBytes, bytes.array());
    }

    private void read(Place part, ByteBuffer into) throws IOException {
        for (Disk.Entry entry : disk.list(segments)) {
            if (entry.name().startsWith("%010d-".formatted(part.segment()))) {
                try (DiskFile file = disk.open(segments.resolve(entry.name()))) {
                    file.readAt(into.slice(into.position(), Math.min(part.length(), into.remaining())), part.offset());
                    into.position(into.position() + Math.min(part.length(), into.remaining()));
                }
            }
        }
    }
}
