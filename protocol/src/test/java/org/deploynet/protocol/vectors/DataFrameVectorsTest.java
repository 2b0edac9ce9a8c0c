package org.deploynet.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.link.DataFrame;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class DataFrameVectorsTest {
    @TestFactory
    Stream<DynamicTest> framesAreReadOrRefused() {
        return GoldenVectors.tests("data-frames.json", "frames", entry -> () -> {
            byte[] header = HexFormat.of().parseHex(entry.required("header").stringValue());
            int payload = entry.required("payloadBytes").intValue();
            ByteBuffer in = ByteBuffer.wrap(Arrays.copyOf(header, header.length + payload));
            if (entry.required("frame").isNull()) {
                assertThrows(ProtocolException.class, () -> DataFrame.takeFrom(in));
                return;
            }
            DataFrame frame = DataFrame.takeFrom(in);
            assertEquals(expected(entry.get("frame")), frame);
            assertEquals(payload, in.remaining());
            var out = ByteBuffer.allocate(DataFrame.HEADER_BYTES);
            frame.putTo(out);
            assertArrayEquals(header, out.array());
        });
    }

    private static DataFrame expected(JsonNode frame) {
        return new DataFrame(
                DataFrame.Kind.valueOf(frame.required("kind").stringValue().toUpperCase(Locale.ROOT)),
                frame.required("last").booleanValue(),
                frame.required("request").longValue(),
                frame.required("piece").longValue(),
                frame.required("offset").longValue());
    }
}
