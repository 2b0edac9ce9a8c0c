package org.deploynet.engine.cache;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.Pieces;

/**
 * The 64 bytes before each payload in a segment; both together are padded to a multiple of 64, so that a scan finds the next
 * record behind a damaged one. Big-endian: magic 4, version 1, kind 1, flags 2 (zero), object id 32, part 4, payload length
 * 4, object bytes 8, epoch 4, CRC32C of the 60 bytes before 4.
 *
 * @param part which piece of the object, which part of its layer or of the key list
 * @param epoch the segment's own random number: bytes of a piece that look like a record of another segment are none
 */
record RecordHeader(Kind kind, ObjectId id, int part, int length, long objectBytes, int epoch) {
    static final int BYTES = 64;

    private static final int MAGIC = 0x444E5031;
    private static final byte VERSION = 1;
    private static final int CHECKED_BYTES = 60;

    /** What the payload is. */
    enum Kind {
        /** Bytes of one piece. */
        PIECE(1),
        /** Up to 256 KiB of the object's piece layer. */
        LAYER(2),
        /** The 20 bytes of a site that the object is kept for; {@code part} is their CRC32C. */
        HOLDER(3),
        /** Part of a sealed segment's key list; the id is the SHA-256 of the payload. */
        KEYS(4),
        /** The end of a sealed segment: {@code objectBytes} is the offset of the first KEYS, {@code part} their number. */
        SEAL(5);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        byte code() {
            return code;
        }

        static Optional<Kind> of(byte code) {
            return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
        }
    }

    /** Bytes that a record with this payload takes in a segment. */
    static long recordBytes(int payloadLength) {
        return (BYTES + (long) payloadLength + BYTES - 1) / BYTES * BYTES;
    }

    long recordBytes() {
        return recordBytes(length);
    }

    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putInt(MAGIC).put(VERSION).put(kind.code).putShort((short) 0);
        bytes.putLong(id.a()).putLong(id.b()).putLong(id.c()).putLong(id.d());
        bytes.putInt(part).putInt(length).putLong(objectBytes).putInt(epoch);
        return bytes.putInt(crc(bytes.array(), 0)).flip();
    }

    /** Empty unless the 64 bytes at {@code at} are a whole header of this epoch. */
    static Optional<RecordHeader> decode(ByteBuffer bytes, int at, int epoch) {
        if (bytes.getInt(at) != MAGIC || bytes.getInt(at + 56) != epoch || bytes.get(at + 4) != VERSION) {
            return Optional.empty();
        }
        byte[] checked = new byte[BYTES];
        bytes.get(at, checked);
        Optional<Kind> kind = Kind.of(checked[5]);
        int length = bytes.getInt(at + 44);
        if (bytes.getInt(at + CHECKED_BYTES) != crc(checked, 0)
                || kind.isEmpty()
                || length < 0
                || length > Pieces.PIECE_BYTES) {
            return Optional.empty();
        }
        var id = new ObjectId(
                bytes.getLong(at + 8), bytes.getLong(at + 16), bytes.getLong(at + 24), bytes.getLong(at + 32));
        return Optional.of(
                new RecordHeader(kind.get(), id, bytes.getInt(at + 40), length, bytes.getLong(at + 48), epoch));
    }

    private static int crc(byte[] bytes, int offset) {
        var crc = new CRC32C();
        crc.update(bytes, offset, CHECKED_BYTES);
        return (int) crc.getValue();
    }
}
