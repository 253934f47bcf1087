package io.tollgate.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.contracts.Event;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.codec.EventCodec;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

/** {@code asyncapi.yaml} lists the topics as {@link Topic} declares them. */
class AsyncApiTest {

    private static final Path RESOURCES = Path.of("src/main/resources");

    private final JsonNode document = document();

    @Test
    void shouldListEveryTopic() {
        List<String> names = Arrays.stream(Topic.values())
                .map(topic -> topic.name().toLowerCase(Locale.ROOT))
                .toList();
        assertThat(document.get("channels").fieldNames()).toIterable().containsExactlyElementsOf(names);
    }

    @ParameterizedTest
    @EnumSource
    void shouldDescribeATopicAsItIsDeclared(Topic topic) {
        JsonNode channel = document.get("channels").get(topic.name().toLowerCase(Locale.ROOT));
        String address = topic == Topic.DISPATCH ? Topic.forProvider("{provider}") : topic.topicName();
        assertThat(channel.get("address").asText()).isEqualTo(address);
        assertThat(channel.get("messages").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(Arrays.stream(topic.events().getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
        JsonNode kafka = channel.get("bindings").get("kafka");
        assertThat(kafka.get("partitions").asInt()).isEqualTo(topic.partitions());
        JsonNode configuration = kafka.get("topicConfiguration");
        assertThat(configuration.get("cleanup.policy").get(0).asText())
                .isEqualTo(topic.compacted() ? "compact" : "delete");
        assertThat(configuration.path("retention.ms").asLong(0))
                .isEqualTo(topic.retention().toMillis());
    }

    @ParameterizedTest
    @EnumSource
    void shouldReferToSchemasThatExist(Topic topic) throws IOException {
        for (Class<?> eventClass : topic.events().getPermittedSubclasses()) {
            Class<? extends Event> event = eventClass.asSubclass(Event.class);
            JsonNode message = document.get("components").get("messages").get(event.getSimpleName());
            assertThat(message.get("name").asText()).isEqualTo(EventCodec.typeOf(event));
            String[] reference = message.get("payload").get("$ref").asText().split("#/\\$defs/", 2);
            JsonNode schema = EventCodec.mapper().readTree(Files.readAllBytes(RESOURCES.resolve(reference[0])));
            assertThat(schema.get("$defs").has(reference[1])).isTrue();
        }
    }

    private static JsonNode document() {
        try (Reader reader = Files.newBufferedReader(RESOURCES.resolve("asyncapi.yaml"))) {
            ObjectMapper mapper = EventCodec.mapper();
            return mapper.valueToTree(new Yaml().load(reader));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
