package org.deploynet.testkit.rogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.IntStream;
import org.deploynet.protocol.content.HashTree;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;
import org.junit.jupiter.api.Test;

/** A rogue whose lies the protocol's own check does not see would make every end-to-end test of it worthless. */
class LieTest {
    private final byte[] object = noise(1, 4 * Pieces.PIECE_BYTES + 1_000);
    private final byte[] other = noise(2, 6 * Pieces.PIECE_BYTES);
    private final ObjectId id = new HashTree().objectId(object);
    private final PieceLayer layer =
            PieceLayer.verify(id, object.length, Shelf.layer(object).array()).orElseThrow();

    @Test
    void honestPiecesAndLayerVerify() {
        assertEquals(0, wrongPieces(Lie.NONE));
        assertTrue(PieceLayer.verify(
                        id, object.length, Lie.NONE.layer(object, other).array())
                .isPresent());
    }

    @Test
    void flipsOneBitInExactlyOnePiece() {
        assertEquals(1, wrongPieces(Lie.FLIP_FIRST));
        assertEquals(1, wrongPieces(Lie.FLIP_MIDDLE));
        assertEquals(1, wrongPieces(Lie.FLIP_LAST));
        assertEquals(1, differingBits(Lie.FLIP_FIRST, 0));
        assertEquals(1, differingBits(Lie.FLIP_MIDDLE, 2));
        assertEquals(1, differingBits(Lie.FLIP_LAST, 4));
    }

    @Test
    void swapsNeighboursAndKeepsALonelyLastPiece() {
        assertEquals(4, wrongPieces(Lie.SWAP));
        assertEquals(Shelf.piece(object, 1), Lie.SWAP.piece(object, 0, other));
    }

    @Test
    void givesAnotherObjectInTheRightLengths() {
        assertEquals(5, wrongPieces(Lie.OTHER_OBJECT));
        assertEquals(1_000, Lie.OTHER_OBJECT.piece(object, 4, other).remaining());
    }

    @Test
    void goesOnAfterTheEndOfEachPiece() {
        assertEquals(2_000, Lie.LONGER.piece(object, 4, other).remaining());
    }

    @Test
    void givesTheLayerOfAnotherObject() {
        assertFalse(PieceLayer.verify(
                        id, object.length, Lie.OTHER_LAYER.layer(object, other).array())
                .isPresent());
    }

    @Test
    void isNamedOnTheCommandLineWithHyphens() {
        assertEquals(Lie.FLIP_MIDDLE, Lie.named("flip-middle"));
    }

    private long wrongPieces(Lie lie) {
        return IntStream.range(0, Pieces.count(object.length))
                .filter(piece -> !layer.matches(piece, lie.piece(object, piece, other)))
                .count();
    }

    private int differingBits(Lie lie, int piece) {
        ByteBuffer told = lie.piece(object, piece, other);
        ByteBuffer honest = Shelf.piece(object, piece);
        return IntStream.range(0, honest.remaining())
                .map(at -> Integer.bitCount((told.get(at) ^ honest.get(at)) & 0xff))
                .sum();
    }

    private static byte[] noise(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
