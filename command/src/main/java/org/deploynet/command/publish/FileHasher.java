package org.deploynet.command.publish;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.deploynet.command.site.SiteFile;
import org.deploynet.protocol.content.HashTree;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;

/**
 * Hashes files piece by piece and notices when one changes meanwhile: then it is hashed again, three times at most. Used by
 * one thread.
 */
final class FileHasher {
    private static final int TRIES = 3;

    private final HashTree tree = new HashTree();
    private final ByteBuffer piece = ByteBuffer.allocateDirect(Pieces.PIECE_BYTES);
    private final Clock clock;
    private final LongConsumer hashedBytes;

    FileHasher(Clock clock, LongConsumer hashedBytes) {
        this.clock = clock;
        this.hashedBytes = hashedBytes;
    }

    HashedFile hash(SiteFile file) throws IOException, PublishFailure {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            FileIdentity before = FileIdentity.of(file.file());
            boolean settled = !before.isTooYoungAt(clock.instant());
            if (before.size() == 0) {
                throw new PublishFailure("publish.becameEmpty", file.file());
            }
            Optional<PieceLayer> layer = layer(file.file(), before.size());
            if (layer.isPresent() && FileIdentity.of(file.file()).equals(before)) {
                return new HashedFile(file, before, layer.get(), settled);
            }
        }
        throw new PublishFailure("publish.keepsChanging", file.file(), TRIES);
    }

    /** Empty where the file did not have {@code size} bytes. */
    private Optional<PieceLayer> layer(Path file, long size) throws IOException {
        var hashes = new ArrayList<byte[]>();
        try (FileChannel channel = FileChannel.open(file)) {
            for (int n = 0; n < Pieces.count(size); n++) {
                piece.clear().limit(Pieces.length(size, n));
                if (!readFully(channel)) {
                    return Optional.empty();
                }
                hashes.add(tree.pieceHash(piece.flip(), size));
                hashedBytes.accept(piece.limit());
            }
            if (channel.position() != channel.size()) {
                return Optional.empty();
            }
        }
        ObjectId id = tree.rootOfLayer(hashes);
        var bytes = new ByteArrayOutputStream(hashes.size() * ObjectId.BYTES);
        hashes.forEach(bytes::writeBytes);
        return PieceLayer.verify(id, size, bytes.toByteArray());
    }

    private boolean readFully(FileChannel channel) throws IOException {
        while (piece.hasRemaining()) {
            if (channel.read(piece) < 0) {
                return false;
            }
        }
        return true;
    }
}
