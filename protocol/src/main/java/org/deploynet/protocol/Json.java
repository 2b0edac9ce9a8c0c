package org.deploynet.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * The one place where JSON from outside becomes a typed value. Depth, names, numbers and strings are bounded; a scalar of
 * another type, a repeated name or anything after the value is refused; unknown fields are ignored. Safe from any thread.
 */
public final class Json {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_NAME_CHARS = 4096;
    private static final int MAX_NUMBER_CHARS = 20;

    private final JsonMapper mapper;
    private final int maxBytes;

    private Json(JsonMapper mapper, int maxBytes) {
        this.mapper = mapper;
        this.maxBytes = maxBytes;
    }

    /** A codec for documents of at most {@code maxBytes} bytes of UTF-8. */
    public static Json upTo(int maxBytes) {
        var constraints = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNameLength(MAX_NAME_CHARS)
                .maxNumberLength(MAX_NUMBER_CHARS)
                .maxStringLength(maxBytes)
                .maxDocumentLength(maxBytes)
                .build();
        var factory = JsonFactory.builder().streamReadConstraints(constraints).build();
        var mapper = JsonMapper.builder(factory)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .annotationIntrospector(new RequiredUnlessOptional())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .withCoercionConfig(LogicalType.Textual, Json::onlyTexts)
                .addModule(new SimpleModule().addDeserializer(Instant.class, new InstantText()))
                .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_ABSENT))
                .build();
        return new Json(mapper, maxBytes);
    }

    /** Reads one value, or says what is wrong with it. */
    public <T> T read(byte[] utf8, Class<T> type) throws ProtocolException {
        if (utf8.length > maxBytes) {
            throw new ProtocolException(type.getSimpleName() + " of " + utf8.length + " bytes, at most " + maxBytes);
        }
        if (!beginsAsUtf8(utf8)) {
            throw new ProtocolException(type.getSimpleName() + " is not JSON in UTF-8");
        }
        try {
            T value = mapper.readValue(utf8, type);
            if (value == null) {
                throw new ProtocolException(type.getSimpleName() + " is null");
            }
            return value;
        } catch (JacksonException e) {
            throw new ProtocolException("not a valid " + type.getSimpleName() + ": " + withoutContent(e), e);
        }
    }

    public <T> T read(String text, Class<T> type) throws ProtocolException {
        return read(text.getBytes(StandardCharsets.UTF_8), type);
    }

    public byte[] writeBytes(Object value) {
        return mapper.writeValueAsBytes(value);
    }

    public String write(Object value) {
        return mapper.writeValueAsString(value);
    }

    /** A time is a text of RFC 3339; by itself Jackson takes numbers too, as seconds or milliseconds. */
    private static final class InstantText extends StdDeserializer<Instant> {
        InstantText() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (Instant) context.handleUnexpectedToken(Instant.class, parser);
            }
            try {
                return Instant.parse(parser.getString());
            } catch (DateTimeParseException e) {
                return (Instant) context.handleWeirdStringValue(Instant.class, "", "not a time in UTC");
            }
        }
    }

    // ALLOW_COERCION_OF_SCALARS leaves the way from a number or a boolean to a text open.
    private static void onlyTexts(MutableCoercionConfig texts) {
        texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    // Jackson would skip a byte order mark and detect UTF-16 and UTF-32 by their zero bytes; browsers do neither.
    private static boolean beginsAsUtf8(byte[] bytes) {
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            if (bytes[i] == 0 || (i == 0 && bytes[i] < 0)) {
                return false;
            }
        }
        return true;
    }

    /** A field that is missing is an error, and not a zero, unless its type says that it may be. */
    private static final class RequiredUnlessOptional extends JacksonAnnotationIntrospector {
        @Override
        public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
            return member.getRawType() != Optional.class;
        }
    }

    // The full message quotes the input, which may hold a visitor's address.
    private static String withoutContent(JacksonException e) {
        Throwable cause = e.getCause();
        return cause instanceof IllegalArgumentException && cause.getMessage() != null
                ? cause.getMessage()
                : e.getClass().getSimpleName();
    }
}
