package org.deploynet.testkit.rogue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.deploynet.protocol.content.Pieces;

/** How a rogue super-peer departs from docs/protocol.md §4; on the command line in lower case with hyphens. */
enum Lie {
    /** Honest: shows that what the tests see comes from the lie and not from the rogue's own simplicity. */
    NONE,
    /** The flips spare objects of fewer than three pieces, whose first piece is also the last: a lie ends the link. */
    FLIP_FIRST,
    FLIP_MIDDLE,
    FLIP_LAST,
    /** Half of the last frame of each piece is missing, and the frame says that it is the last. */
    TRUNCATE,
    /** The second half of each piece is never sent, yet {@code end} says that all pieces were. */
    CUT,
    /** Each piece goes on after its end. */
    LONGER,
    /** Pieces that nobody asked for, under the number of a want that is open. */
    UNASKED,
    /** Bytes for a want that was never made: more than docs/protocol.md lets pass. */
    STRANGER,
    /** Each two neighbouring pieces carry each other's bytes. */
    SWAP,
    /** Right lengths, and the bytes of another object. */
    OTHER_OBJECT,
    /** The piece layer of another object. */
    OTHER_LAYER,
    /** One byte a second of what was wanted, and no more: a link that is not silent. */
    TRICKLE,
    /** Refuses every want as one that has too much to do. */
    BUSY,
    /** Takes every want and answers none. */
    SILENCE;

    static Lie named(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The bytes sent as piece {@code piece} of {@code object}. */
    ByteBuffer piece(byte[] object, int piece, byte[] other) {
        ByteBuffer honest = Shelf.piece(object, piece);
        int count = Pieces.count(object.length);
        return switch (this) {
            case FLIP_FIRST -> count > 2 && piece == 0 ? flipped(honest) : honest;
            case FLIP_MIDDLE -> count > 2 && piece == count / 2 ? flipped(honest) : honest;
            case FLIP_LAST -> count > 2 && piece == count - 1 ? flipped(honest) : honest;
            case LONGER -> longer(honest);
            case SWAP -> (piece ^ 1) < count ? Shelf.piece(object, piece ^ 1) : honest;
            case OTHER_OBJECT -> sameLength(other, honest.remaining());
            case NONE, TRUNCATE, CUT, UNASKED, STRANGER, OTHER_LAYER, TRICKLE, BUSY, SILENCE -> honest;
        };
    }

    ByteBuffer layer(byte[] object, byte[] other) {
        return this == OTHER_LAYER
                ? sameLength(Shelf.layer(other).array(), Pieces.layerBytes(object.length))
                : Shelf.layer(object);
    }

    private static ByteBuffer flipped(ByteBuffer honest) {
        ByteBuffer copy = ByteBuffer.allocate(honest.remaining()).put(honest).flip();
        int at = copy.remaining() / 2;
        return copy.put(at, (byte) (copy.get(at) ^ 0x10));
    }

    private static ByteBuffer longer(ByteBuffer honest) {
        ByteBuffer copy = ByteBuffer.allocate(honest.remaining() + 1_000).put(honest);
        return copy.clear();
    }

    private static ByteBuffer sameLength(byte[] other, int length) {
        return ByteBuffer.wrap(Arrays.copyOf(other, length));
    }
}
