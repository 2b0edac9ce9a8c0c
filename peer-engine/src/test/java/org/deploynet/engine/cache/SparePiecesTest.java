package org.deploynet.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.deploynet.protocol.content.Pieces;
import org.junit.jupiter.api.Test;

class SparePiecesTest {
    private final SparePieces spare = new SparePieces();

    @Test
    void handsABufferOutAgainAsIfItWereNew() {
        ByteBuffer first = spare.take(Pieces.PIECE_BYTES);
        first.position(100).limit(200);
        spare.put(first);
        ByteBuffer second = spare.take(Pieces.PIECE_BYTES);
        assertSame(first, second);
        assertEquals(0, second.position());
        assertEquals(Pieces.PIECE_BYTES, second.limit());
        assertNotSame(second, spare.take(Pieces.PIECE_BYTES));
    }

    @Test
    void allocatesTheShortLastPieceOfAnObject() {
        spare.put(spare.take(Pieces.PIECE_BYTES));
        ByteBuffer small = spare.take(1_000);
        assertEquals(1_000, small.capacity());
        spare.put(small);
        assertNotSame(small, spare.take(1_000));
    }

    @Test
    void keepsABoundedNumber() {
        List<ByteBuffer> all = new ArrayList<>();
        for (int i = 0; i < SparePieces.MOST + 1; i++) {
            all.add(spare.take(Pieces.PIECE_BYTES));
        }
        all.forEach(spare::put);
        for (int i = SparePieces.MOST - 1; i >= 0; i--) {
            assertSame(all.get(i), spare.take(Pieces.PIECE_BYTES));
        }
        ByteBuffer tooMany = spare.take(Pieces.PIECE_BYTES);
        all.forEach(kept -> assertNotSame(kept, tooMany));
    }
}
