package io.tollgate.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaSampleTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldHonourTypesBoundsAndRequiredFields(int seed) throws Exception {
        // Given
        JsonNode schema = JSON.readTree("""
                {"type":"object","required":["city","days","unit","tags","ratio"],"additionalProperties":false,"properties":{
                  "city":{"type":"string","minLength":3,"maxLength":8},
                  "days":{"type":"integer","minimum":2,"maximum":4},
                  "unit":{"enum":["c","f"]},
                  "tags":{"type":"array","minItems":2,"maxItems":3,"items":{"type":"string","format":"date"}},
                  "ratio":{"type":"number","exclusiveMinimum":0,"maximum":1},
                  "note":{"type":["string","null"]}}}
                """);

        // When
        JsonNode value = new SchemaSample(schema, new SplittableRandom(seed)).value();

        // Then
        assertThat(value.path("city").asText().length()).isBetween(3, 8);
        assertThat(value.path("days").asInt()).isBetween(2, 4);
        assertThat(value.path("unit").asText()).isIn("c", "f");
        assertThat(value.path("tags").size()).isBetween(2, 3);
        assertThat(value.path("tags").get(0).asText()).isEqualTo("2026-11-22");
        assertThat(value.path("ratio").asDouble()).isGreaterThan(0).isLessThanOrEqualTo(1);
        assertThat(value.properties())
                .allSatisfy(entry -> assertThat(schema.path("properties").has(entry.getKey()))
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void shouldEndRecursionAndFollowReferences(int seed) throws Exception {
        // Given
        JsonNode schema = JSON.readTree("""
                {"$ref":"#/$defs/node","$defs":{"node":{"type":"object","required":["name","next"],"properties":{
                  "name":{"const":"x"},"next":{"anyOf":[{"$ref":"#/$defs/node"},{"type":"null"}]}}}}}
                """);

        // When
        JsonNode value = new SchemaSample(schema, new SplittableRandom(seed)).value();

        // Then
        assertThat(value.path("name").asText()).isEqualTo("x");
        assertThat(value.has("next")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"STRING", "OBJECT", "ARRAY", "INTEGER", "BOOLEAN"})
    void shouldReadGeminiTypes(String type) throws Exception {
        // Given
        JsonNode schema = JSON.readTree("{\"type\":\"" + type + "\",\"items\":{\"type\":\"STRING\"}}");

        // When
        JsonNode value = new SchemaSample(schema, new SplittableRandom(1)).value();

        // Then
        assertThat(value.getNodeType().name()).isEqualTo(type.equals("INTEGER") ? "NUMBER" : type);
    }
}
