package org.deploynet.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.deploynet.protocol.content.HashTree;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class HashTreeVectorsTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] ZERO_HASH = new byte[ObjectId.BYTES];

    @TestFactory
    Stream<DynamicTest> publishedRootsAreOurs() {
        return GoldenVectors.tests("hash-tree.json", "published", entry -> () -> {
            byte[] bytes = new byte[entry.required("size").intValue()];
            Arrays.fill(bytes, (byte) entry.required("byte").intValue());
            assertEquals(id(entry), new HashTree().objectId(bytes));
        });
    }

    @TestFactory
    Stream<DynamicTest> publishedPieceLayersFoldUpToTheirRoots() {
        return GoldenVectors.tests("hash-tree.json", "publishedLayers", entry -> () -> {
            List<byte[]> row = entry.required("hashes")
                    .valueStream()
                    .map(hash -> HEX.parseHex(hash.stringValue()))
                    .toList();
            byte[] empty = foldTo(entry.required("hashesOf").intValue(), ZERO_HASH);
            for (int height = entry.required("hashesOf").intValue(); height < Pieces.PIECE_BYTES; height *= 2) {
                row = rowAbove(row, empty);
                empty = sha256(empty, empty);
            }
            long size = entry.required("size").longValue();
            assertTrue(PieceLayer.verify(id(entry), size, join(row)).isPresent());
        });
    }

    @TestFactory
    Stream<DynamicTest> objectsHaveTheirIdsAndLayers() {
        return GoldenVectors.tests("hash-tree.json", "objects", entry -> () -> {
            byte[] bytes = GoldenVectors.content(
                    entry.required("size").intValue(), entry.required("seed").intValue());
            assertEquals(id(entry), new HashTree().objectId(bytes));
            checkPieces(bytes, layer(entry));
        });
    }

    private static PieceLayer layer(JsonNode entry) {
        long size = entry.required("size").longValue();
        if (!entry.has("layer")) {
            return PieceLayer.ofSinglePiece(id(entry), size);
        }
        String hex = String.join(
                "", entry.get("layer").valueStream().map(JsonNode::stringValue).toList());
        return PieceLayer.verify(id(entry), size, HEX.parseHex(hex)).orElseThrow();
    }

    private static void checkPieces(byte[] bytes, PieceLayer layer) {
        for (int piece = 0; piece < Pieces.count(bytes.length); piece++) {
            int from = (int) Pieces.offset(piece);
            byte[] right = Arrays.copyOfRange(bytes, from, from + Pieces.length(bytes.length, piece));
            assertTrue(layer.matches(piece, ByteBuffer.wrap(right)), "piece " + piece);
            for (int at : new int[] {0, right.length / 2, right.length - 1}) {
                byte[] wrong = right.clone();
                wrong[at] ^= 1;
                assertFalse(layer.matches(piece, ByteBuffer.wrap(wrong)), "bit flipped in piece " + piece);
            }
            assertFalse(layer.matches(piece, ByteBuffer.wrap(right, 0, right.length - 1)), "a byte short");
            assertFalse(layer.matches(piece, ByteBuffer.wrap(Arrays.copyOf(right, right.length + 1))), "too long");
        }
    }

    @TestFactory
    Stream<DynamicTest> pieceLayersAreBelievedOnlyWhole() {
        return GoldenVectors.tests("piece-layers.json", "layers", entry -> () -> {
            byte[] hashes = HEX.parseHex(entry.required("layer").stringValue());
            var layer = PieceLayer.verify(id(entry), entry.required("size").longValue(), hashes);
            assertEquals(entry.required("valid").booleanValue(), layer.isPresent());
            layer.ifPresent(present -> assertArrayEquals(hashes, present.toBytes()));
        });
    }

    private static ObjectId id(JsonNode entry) {
        return ObjectId.parse(entry.required("id").stringValue());
    }

    private static byte[] foldTo(int bytes, byte[] leaf) throws Exception {
        byte[] hash = leaf;
        for (int height = Pieces.LEAF_BYTES; height < bytes; height *= 2) {
            hash = sha256(hash, hash);
        }
        return hash;
    }

    private static List<byte[]> rowAbove(List<byte[]> row, byte[] empty) throws Exception {
        var above = new ArrayList<byte[]>();
        for (int i = 0; i < row.size(); i += 2) {
            above.add(sha256(row.get(i), i + 1 < row.size() ? row.get(i + 1) : empty));
        }
        return above;
    }

    private static byte[] sha256(byte[] left, byte[] right) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(join(List.of(left, right)));
    }

    private static byte[] join(List<byte[]> parts) {
        var out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }
}
