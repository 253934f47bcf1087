package io.tollgate.dialects.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Mappers for the JSON that callers and providers send. Numbers keep their digits: no value passes through binary floats. */
public final class WireJson {

    /** Longest string a body may have, in characters. */
    public static final int MAX_STRING_LENGTH = 30_000_000;
    /** Longest number a body may have, in digits. */
    public static final int MAX_NUMBER_LENGTH = 1_000;
    /** Deepest nesting of objects and arrays a body may have. */
    public static final int MAX_NESTING_DEPTH = 256;

    private static final ObjectMapper MAPPER = new WireMapper(JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_STRING_LENGTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .maxNestingDepth(MAX_NESTING_DEPTH)
                            .build())
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build());

    private WireJson() {}

    /** The mapper of wire JSON: limits as stated above, nothing after the first value, decimals exact. Not to be reconfigured. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * The tree of one JSON text.
     *
     * @throws IOException if it is none, or beyond the limits
     */
    public static JsonNode read(byte[] json) throws IOException {
        return MAPPER.readTree(json);
    }

    /**
     * The tree of one JSON text, read with a reader of this mapper.
     *
     * @throws IOException if it is none, or beyond the limits
     */
    public static JsonNode read(ObjectReader reader, byte[] json) throws IOException {
        try {
            return reader.readTree(json);
        } catch (NumberFormatException absurd) {
            throw WireMapper.outOfRange(absurd);
        }
    }

    /** The JSON text of a tree as UTF-8. */
    public static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree must be writable", impossible);
        }
    }
}
