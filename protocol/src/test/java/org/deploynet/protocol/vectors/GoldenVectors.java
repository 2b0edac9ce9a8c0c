package org.deploynet.protocol.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files of {@code protocol/vectors}, which the tests of the browser client read too. */
final class GoldenVectors {
    static final Path FOLDER = Path.of("vectors");
    private static final Pattern REPEATED = Pattern.compile("<<(.+?)\\*(\\d+)>>", Pattern.DOTALL);

    private GoldenVectors() {}

    static JsonNode read(String file) {
        try {
            return new JsonMapper().readTree(Files.readString(FOLDER.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the vectors of " + file, e);
        }
    }

    /** One test for each entry of {@code list}. */
    static Stream<DynamicTest> tests(String file, String list, Function<JsonNode, Executable> test) {
        List<JsonNode> entries = read(file).required(list).valueStream().toList();
        if (entries.isEmpty()) {
            throw new IllegalStateException(file + " has no " + list);
        }
        return entries.stream().map(entry -> DynamicTest.dynamicTest(name(entry), test.apply(entry)));
    }

    /** The text of a field with {@code <<x*n>>} written out. */
    static String text(JsonNode entry, String field) {
        return REPEATED.matcher(entry.required(field).stringValue())
                .replaceAll(m -> Matcher.quoteReplacement(m.group(1).repeat(Integer.parseInt(m.group(2)))));
    }

    /** Byte i is the top byte of ((i + seed) * 0x9E3779B1) mod 2^32. */
    static byte[] content(int size, int seed) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (((i + seed) * 0x9E3779B1) >>> 24);
        }
        return bytes;
    }

    private static String name(JsonNode entry) {
        String name = entry.has("name") ? entry.get("name").stringValue() : entry.toString();
        return name.length() <= 120 ? name : name.substring(0, 120) + "…";
    }
}
