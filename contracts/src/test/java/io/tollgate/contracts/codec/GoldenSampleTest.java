package io.tollgate.contracts.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.Event;
import io.tollgate.contracts.Topic;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every event shape that was ever published, as files {@code golden/<topic>/<Event>[-<version>].json}: each must still be read, and what is
 * written for it must not change. When a shape grows, its old sample stays under a name with a version, and a new one comes beside it.
 */
class GoldenSampleTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    private final ObjectMapper mapper = EventCodec.mapper();
    private final EventCodec codec = new EventCodec("test", Clock.systemUTC());

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    static Stream<Class<?>> eventClasses() {
        return Arrays.stream(Topic.values())
                .flatMap(topic -> Arrays.stream(topic.events().getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldReadEverySampleAndWriteItAgain(Path sample) throws IOException {
        // Given
        byte[] json = Files.readAllBytes(sample);
        // When
        Event event = read(sample, json);
        // Then what is written has all that was read, unless the sample is of an older version; and it is read as the
        // same event
        JsonNode written = mapper.readTree(codec.write(event));
        if (!isOlderVersion(sample)) {
            assertThat(written).isEqualTo(mapper.readTree(json));
        }
        assertThat(read(sample, codec.write(event))).isEqualTo(event);
        assertThat(event.recordKey()).isNotEmpty();
        assertThat(event.eventId()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldIgnoreWhatANewerWriterAdds(Path sample) throws IOException {
        byte[] json = Files.readAllBytes(sample);
        ObjectNode newer = (ObjectNode) mapper.readTree(json);
        newer.putObject("addedLater").put("deep", 1);
        assertThat(read(sample, mapper.writeValueAsBytes(newer))).isEqualTo(read(sample, json));
    }

    @ParameterizedTest
    @MethodSource("eventClasses")
    void shouldHaveASampleOfEveryEvent(Class<? extends Event> eventClass) {
        assertThat(GOLDEN.resolve(Topic.of(eventClass).topicName()).resolve(eventClass.getSimpleName() + ".json"))
                .exists();
    }

    @Test
    void shouldShowEveryFieldOfEveryEventInItsSample() throws IOException {
        for (Class<?> eventClass : eventClasses().toList()) {
            Class<? extends Event> event = eventClass.asSubclass(Event.class);
            Path sample = GOLDEN.resolve(Topic.of(event).topicName()).resolve(event.getSimpleName() + ".json");
            List<String> fields = Arrays.stream(event.getRecordComponents())
                    .map(component -> component.getName())
                    .toList();
            assertThat(mapper.readTree(Files.readAllBytes(sample)).fieldNames())
                    .toIterable()
                    .as(sample.toString())
                    .containsExactlyInAnyOrderElementsOf(fields);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldRefuseWhatLacksAFieldThatIsNotOptional(Path sample) throws IOException {
        ObjectNode whole = (ObjectNode) mapper.readTree(Files.readAllBytes(sample));
        for (RecordComponent component :
                read(sample, mapper.writeValueAsBytes(whole)).getClass().getRecordComponents()) {
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                continue;
            }
            ObjectNode lacking = whole.deepCopy().without(component.getName());
            ObjectNode nulled = whole.deepCopy().putNull(component.getName());
            for (ObjectNode poor : List.of(lacking, nulled)) {
                assertThatThrownBy(() -> read(sample, mapper.writeValueAsBytes(poor)))
                        .as(component.getName())
                        .isInstanceOf(UnreadableEventException.class);
            }
        }
    }

    private Event read(Path sample, byte[] json) {
        String topic = GOLDEN.relativize(sample).getName(0).toString();
        String name = String.valueOf(sample.getFileName()).replaceFirst("(-.*)?\\.json$", "");
        return codec.read(Event.class, "io.tollgate." + topic + "." + name, json);
    }

    private static boolean isOlderVersion(Path sample) {
        return String.valueOf(sample.getFileName()).contains("-");
    }
}
