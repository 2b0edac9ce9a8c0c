package org.deploynet.engine.credits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.deploynet.engine.storage.DiskFile;

/**
 * One batch as it lies in the journal: magic 4, payload length 4, previous hash 32, own hash 32, payload. Hashes are 64 hex digits
 * here; the own one is SHA-256 over the previous one and the payload. Immutable.
 */
record JournalFrame(String previous, String hash, byte[] payload) {
    /** Most payload of one batch, bytes. */
    static final int MAX_PAYLOAD_BYTES = 256 * 1024;

    static final int HASH_BYTES = 32;
    static final int HEADER_BYTES = 8 + 2 * HASH_BYTES;
    static final int MAGIC = 0x444E4A31;
    private static final HexFormat HEX = HexFormat.of();

    /** What the first one of a journal names as the hash before it. */
    static final String BEGINNING =
            hash("00".repeat(HASH_BYTES), "deploynet receipts 1".getBytes(StandardCharsets.US_ASCII));

    static JournalFrame of(String previous, byte[] payload) {
        return new JournalFrame(previous, hash(previous, payload), payload);
    }

    /** Empty unless a batch whose own hash holds begins here. */
    static Optional<JournalFrame> at(DiskFile file, long at) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        if (file.readAt(header, at) < HEADER_BYTES || header.flip().getInt() != MAGIC) {
            return Optional.empty();
        }
        int length = header.getInt();
        if (length < 0 || length > 2 * MAX_PAYLOAD_BYTES) {
            return Optional.empty();
        }
        byte[] previous = new byte[HASH_BYTES];
        byte[] hash = new byte[HASH_BYTES];
        header.get(previous).get(hash);
        ByteBuffer payload = ByteBuffer.allocate(length);
        if (file.readAt(payload, at + HEADER_BYTES) < length) {
            return Optional.empty();
        }
        var frame = new JournalFrame(HEX.formatHex(previous), HEX.formatHex(hash), payload.array());
        return frame.hash.equals(hash(frame.previous, frame.payload)) ? Optional.of(frame) : Optional.empty();
    }

    /** Appends it to the file and forces that. */
    void append(DiskFile file) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putInt(MAGIC)
                .putInt(payload.length)
                .put(HEX.parseHex(previous))
                .put(HEX.parseHex(hash))
                .flip();
        file.append(header, ByteBuffer.wrap(payload));
        file.force();
    }

    long bytes() {
        return (long) HEADER_BYTES + payload.length;
    }

    List<JournalEntry> entries() throws IOException {
        return JournalEntry.decode(payload);
    }

    private static String hash(String previous, byte[] payload) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(HEX.parseHex(previous));
            return HEX.formatHex(sha256.digest(payload));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
