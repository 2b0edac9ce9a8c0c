package org.deploynet.control.rpc;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON of the control interface and the settings file, with bounds on what is read. Safe from any thread. */
public final class ControlJson {
    /** The longest line a face may send. */
    public static final int MAX_REQUEST_BYTES = 64 * 1024;
    /** The longest line an engine sends. */
    public static final int MAX_ANSWER_BYTES = 1024 * 1024;

    private static final int MAX_DEPTH = 16;
    private static final JsonMapper MAPPER = mapper();

    private ControlJson() {}

    private static JsonMapper mapper() {
        var constraints = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNameLength(256)
                .maxNumberLength(32)
                .maxDocumentLength(MAX_ANSWER_BYTES)
                .build();
        return JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(constraints).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
                .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.ALWAYS))
                .build();
    }

    public static JsonNode parse(byte[] utf8) throws MalformedJsonException {
        try {
            return MAPPER.readTree(utf8);
        } catch (JacksonException e) {
            throw new MalformedJsonException(words(e));
        }
    }

    public static <T> T convert(JsonNode json, Class<T> type) throws MalformedJsonException {
        try {
            T value = MAPPER.treeToValue(json, type);
            if (value == null) {
                throw new MalformedJsonException(type.getSimpleName() + " is missing");
            }
            return value;
        } catch (JacksonException | IllegalArgumentException e) {
            throw new MalformedJsonException("not a valid " + type.getSimpleName() + ": " + words(e));
        }
    }

    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** One line, without its line feed. */
    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** For people: indented. */
    public static String pretty(Object value) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    }

    private static String words(Exception e) {
        if (e.getCause() instanceof IllegalArgumentException cause && cause.getMessage() != null) {
            return cause.getMessage();
        }
        return e instanceof JacksonException jackson ? jackson.getOriginalMessage() : String.valueOf(e.getMessage());
    }
}
