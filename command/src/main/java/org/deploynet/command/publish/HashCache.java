package org.deploynet.command.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.command.site.SiteFile;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;

/**
 * What earlier runs hashed, so that an unchanged file is not read again. A damaged or missing cache costs time, never
 * correctness: piece layers are taken from the files beside the manifest and checked against the id. Used by one thread.
 */
final class HashCache {
    private static final int VERSION = 1;
    private static final Json JSON = Json.upTo(2 * Manifest.MAX_BYTES);

    /** The file's content. */
    record Content(int version, Map<String, Row> files) {}

    /** One file: what it was when it was hashed, and its id. */
    record Row(FileIdentity identity, ObjectId id) {}

    private final Path file;
    private final Map<String, Row> known;

    private HashCache(Path file, Map<String, Row> known) {
        this.file = file;
        this.known = known;
    }

    static HashCache read(Path file) throws IOException {
        return new HashCache(file, rows(file));
    }

    private static Map<String, Row> rows(Path file) throws IOException {
        try {
            Content content = JSON.read(Files.readAllBytes(file), Content.class);
            return content.version() == VERSION ? new HashMap<>(content.files()) : new HashMap<>();
        } catch (NoSuchFileException | ProtocolException nothingUsable) {
            return new HashMap<>();
        }
    }

    /** What was hashed before, if the file is still the same; {@code layers} is the folder of piece layers. */
    Optional<HashedFile> unchanged(SiteFile siteFile, Path layers) throws IOException {
        Row row = known.get(siteFile.path());
        if (row == null || !row.identity().equals(FileIdentity.of(siteFile.file()))) {
            return Optional.empty();
        }
        return layer(row, layers).map(layer -> new HashedFile(siteFile, row.identity(), layer, true));
    }

    private static Optional<PieceLayer> layer(Row row, Path layers) throws IOException {
        long size = row.identity().size();
        if (!Pieces.needsLayer(size)) {
            return Optional.of(PieceLayer.ofSinglePiece(row.id(), size));
        }
        Path file = layers.resolve(row.id().toString());
        if (!Files.isRegularFile(file) || Files.size(file) != Pieces.layerBytes(size)) {
            return Optional.empty();
        }
        return PieceLayer.verify(row.id(), size, Files.readAllBytes(file));
    }

    /** Remembers these files and no others; one that changed just before it was hashed is hashed again next time. */
    void write(List<HashedFile> files) throws IOException {
        var rows = new LinkedHashMap<String, Row>();
        files.stream()
                .filter(HashedFile::settled)
                .forEach(hashed -> rows.put(
                        hashed.file().path(),
                        new Row(hashed.identity(), hashed.layer().id())));
        SafeFile.write(file, JSON.writeBytes(new Content(VERSION, rows)));
    }
}
