package org.deploynet.testkit.rogue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.protocol.content.HashTree;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.Pieces;

/** All files of a folder by object id, in memory: what a super-peer would have fetched from the origin. Immutable. */
final class Shelf {
    private final Map<ObjectId, byte[]> objects = new HashMap<>();
    private final long bytes;

    private Shelf(List<byte[]> files) {
        files.forEach(file -> objects.put(new HashTree().objectId(file), file));
        bytes = objects.values().stream().mapToLong(object -> object.length).sum();
    }

    static Shelf of(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> files = found.filter(Files::isRegularFile).sorted().toList();
            var contents = new java.util.ArrayList<byte[]>();
            for (Path file : files) {
                byte[] content = Files.readAllBytes(file);
                if (content.length > 0) {
                    contents.add(content);
                }
            }
            return new Shelf(contents);
        }
    }

    long bytes() {
        return bytes;
    }

    Optional<byte[]> object(ObjectId id) {
        return Optional.ofNullable(objects.get(id));
    }

    /** Some object that is not {@code id}, the largest: so that it has bytes for whatever was asked. */
    byte[] otherThan(ObjectId id) {
        return objects.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(id))
                .map(Map.Entry::getValue)
                .max(java.util.Comparator.comparingInt(object -> object.length))
                .orElseThrow();
    }

    /** A view of one piece of {@code object}. */
    static ByteBuffer piece(byte[] object, int piece) {
        return ByteBuffer.wrap(object, (int) Pieces.offset(piece), Pieces.length(object.length, piece))
                .slice();
    }

    /** The hashes at piece height, as an honest super-peer sends them. */
    static ByteBuffer layer(byte[] object) {
        int count = Pieces.count(object.length);
        ByteBuffer hashes = ByteBuffer.allocate(count * ObjectId.BYTES);
        for (int piece = 0; piece < count; piece++) {
            hashes.put(new HashTree().pieceHash(piece(object, piece), object.length));
        }
        return hashes.flip();
    }
}
