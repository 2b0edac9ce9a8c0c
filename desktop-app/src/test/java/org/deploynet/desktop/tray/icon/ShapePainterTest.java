package org.deploynet.desktop.tray.icon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.deploynet.desktop.tray.TrayShape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShapePainterTest {
    @ParameterizedTest
    @ValueSource(ints = {16, 22, 44})
    void eachStateDiffersFromEachOtherWithoutItsColour(int side) {
        for (TrayShape one : TrayShape.values()) {
            for (TrayShape other : TrayShape.values()) {
                if (one.compareTo(other) < 0) {
                    double share = differing(ShapePainter.paint(one, side), ShapePainter.paint(other, side));
                    assertTrue(share > 0.1, one + " and " + other + " differ in only " + share + " of their pixels");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 22, 44})
    void nothingIsCutOffAtTheEdge(int side) {
        for (TrayShape shape : TrayShape.values()) {
            int[] argb = ShapePainter.paint(shape, side).argb();
            int touching = IntStream.range(0, side)
                    .map(along -> opaque(argb[along])
                            + opaque(argb[along * side])
                            + opaque(argb[along * side + side - 1])
                            + opaque(argb[(side - 1) * side + along]))
                    .sum();
            assertEquals(0, touching, shape.toString());
        }
    }

    private static double differing(Pixels one, Pixels other) {
        return IntStream.range(0, one.argb().length)
                        .filter(pixel -> opaque(one.argb()[pixel]) != opaque(other.argb()[pixel]))
                        .count()
                / (double) one.argb().length;
    }

    private static int opaque(int argb) {
        return argb >>> 24 > 127 ? 1 : 0;
    }
}
