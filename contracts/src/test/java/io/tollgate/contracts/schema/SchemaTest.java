package io.tollgate.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.codec.EventCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The schemas under {@code schemas/} say what the records are. After a change of a record, run this test with {@code -Dschemas.write=true}. */
class SchemaTest {

    private static final Path SCHEMAS = Path.of("src/main/resources/schemas");

    private final ObjectMapper mapper = EventCodec.mapper();

    @ParameterizedTest
    @EnumSource
    void shouldPublishTheSchemaOfEveryTopic(Topic topic) throws IOException {
        // Given
        Path file = SCHEMAS.resolve(topic.topicName() + ".json");
        String schema =
                mapper.writerWithDefaultPrettyPrinter().writeValueAsString(new SchemaWriter().schema(topic)) + "\n";
        if (Boolean.getBoolean("schemas.write")) {
            Files.createDirectories(SCHEMAS);
            Files.writeString(file, schema);
        }
        // Then
        assertThat(file).exists().content().isEqualTo(schema);
    }

    @Test
    void shouldNotKeepSchemasOfTopicsThatDoNotExist() throws IOException {
        List<String> topics = Arrays.stream(Topic.values())
                .map(topic -> topic.topicName() + ".json")
                .toList();
        try (Stream<Path> files = Files.list(SCHEMAS)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrderElementsOf(topics);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldDescribeTheSamples(Topic topic) throws IOException {
        JsonNode definitions = new SchemaWriter().schema(topic).get("$defs");
        for (Class<?> event : topic.events().getPermittedSubclasses()) {
            JsonNode sample = mapper.readTree(Files.readAllBytes(
                    Path.of("src/test/resources/golden", topic.topicName(), event.getSimpleName() + ".json")));
            assertThat(SchemaCheck.violations(definitions, definitions.get(event.getSimpleName()), sample, "$"))
                    .isEmpty();
        }
    }
}
