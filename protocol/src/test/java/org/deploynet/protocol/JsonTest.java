package org.deploynet.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static final Json JSON = Json.upTo(1024);

    record Value(int number, String text, boolean flag, Optional<Integer> maybe) {}

    record Times(Instant at) {}

    record Lists(List<String> texts, Map<String, Long> numbers) {}

    @Test
    void readsWhatItWrites() throws Exception {
        var value = new Value(-3, "ä\"\\\n", true, Optional.of(5));
        assertEquals(value, JSON.read(JSON.writeBytes(value), Value.class));
        var absent = new Value(0, "", false, Optional.empty());
        assertEquals("{\"number\":0,\"text\":\"\",\"flag\":false}", JSON.write(absent));
        assertEquals(absent, JSON.read(JSON.write(absent), Value.class));
        var times = new Times(Instant.parse("2026-11-21T10:00:00Z"));
        assertEquals("{\"at\":\"2026-11-21T10:00:00Z\"}", JSON.write(times));
        assertEquals(times, JSON.read(JSON.write(times), Times.class));
    }

    @Test
    void refusesScalarsOfAnotherType() {
        refuses(value("\"1\"", "\"a\"", "true"));
        refuses(value("1.5", "\"a\"", "true"));
        refuses(value("1.0", "\"a\"", "true"));
        refuses(value("1e0", "\"a\"", "true"));
        refuses(value("true", "\"a\"", "true"));
        refuses(value("\"\"", "\"a\"", "true"));
        refuses(value("2147483648", "\"a\"", "true"));
        refuses(value("1", "1", "true"));
        refuses(value("1", "1.5", "true"));
        refuses(value("1", "true", "true"));
        refuses(value("1", "[\"a\"]", "true"));
        refuses(value("1", "{}", "true"));
        refuses(value("1", "\"a\"", "1"));
        refuses(value("1", "\"a\"", "\"true\""));
        refuses(value("1", "\"a\"", "\"\""));
        refuses(value("1", "\"a\"", "null"));
    }

    @Test
    void refusesTimesThatAreNotText() {
        for (String at : List.of("1790000000", "1.5", "\"\"", "\"2026-11-21\"", "\"21 Nov 2026\"", "[]")) {
            assertThrows(ProtocolException.class, () -> JSON.read("{\"at\":" + at + "}", Times.class), at);
        }
    }

    @Test
    void refusesNamesGivenTwice() {
        refuses("{\"number\":1,\"text\":\"a\",\"flag\":true,\"number\":1}");
        refuses("{\"number\":1,\"text\":\"a\",\"flag\":true,\"x\":{\"y\":1,\"y\":1}}");
        assertThrows(
                ProtocolException.class, () -> JSON.read("{\"texts\":[],\"numbers\":{\"a\":1,\"a\":2}}", Lists.class));
    }

    @Test
    void refusesWhatFollowsTheValue() {
        for (String tail : List.of("x", "{}", ",", "]", "1", "\u0000")) {
            refuses(value("1", "\"a\"", "true") + tail);
        }
    }

    @Test
    void refusesDeepNestingEvenWhereItIsIgnored() throws Exception {
        String open = "{\"number\":1,\"text\":\"a\",\"flag\":true,\"x\":";
        JSON.read(open + "[".repeat(15) + "]".repeat(15) + "}", Value.class);
        refuses(open + "[".repeat(16) + "]".repeat(16) + "}");
    }

    @Test
    void boundsLengthNamesAndNumbers() throws Exception {
        String value = value("1", "\"a\"", "true");
        JSON.read(value + " ".repeat(1024 - value.length()), Value.class);
        refuses(value + " ".repeat(1025 - value.length()));
        refuses(value.replace("}", ",\"x\":" + "1".repeat(21) + "}"));
        assertThrows(
                ProtocolException.class,
                () -> Json.upTo(16_384).read(value.replace("}", ",\"" + "n".repeat(4097) + "\":1}"), Value.class));
    }

    @Test
    void readsOnlyUtf8() {
        String value = value("1", "\"a\"", "true");
        for (String charset : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE")) {
            byte[] bytes = value.getBytes(Charset.forName(charset));
            assertThrows(ProtocolException.class, () -> JSON.read(bytes, Value.class), charset);
        }
        refuses("\uFEFF" + value);
        byte[] latin = value("1", "\"\u00e4\"", "true").getBytes(StandardCharsets.ISO_8859_1);
        assertThrows(ProtocolException.class, () -> JSON.read(latin, Value.class));
    }

    @Test
    void doesNotQuoteWhatItRefuses() {
        var refusal =
                assertThrows(ProtocolException.class, () -> JSON.read("{\"number\":\"203.0.113.7\"}", Value.class));
        assertFalse(String.valueOf(refusal.getMessage()).contains("203.0.113.7"));
    }

    private static String value(String number, String text, String flag) {
        return "{\"number\":%s,\"text\":%s,\"flag\":%s}".formatted(number, text, flag);
    }

    private static void refuses(String text) {
        assertThrows(ProtocolException.class, () -> JSON.read(text, Value.class), text);
    }
}
