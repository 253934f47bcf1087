package io.tollgate.simulator.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.simulator.answer.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BodyReaderTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldKeepShortTextsAsTheyAre() throws Exception {
        String body = JSON.writeValueAsString(Map.of("text", "with \"quotes\", \\ and ünïcödé \u0000\n"));

        BodyReader reader = new BodyReader(1 << 20, 1 << 20);
        reader.add(body.getBytes(StandardCharsets.UTF_8));

        assertThat(new String(reader.kept(), StandardCharsets.UTF_8)).isEqualTo(body);
    }

    @Test
    void shouldShortenLongTextsWithoutLosingTheirSize() throws Exception {
        // Given a text of every awkward sort, arriving in small pieces
        String text = "a\\u00e9\\\\\\\"ü€😀\\n".repeat(40_000);
        byte[] body = ("{\"text\":\"" + text + "\",\"after\":1}").getBytes(StandardCharsets.UTF_8);

        // When
        BodyReader reader = new BodyReader(10 << 20, 1 << 20);
        for (int at = 0; at < body.length; at += 1000) {
            reader.add(Arrays.copyOfRange(body, at, Math.min(body.length, at + 1000)));
        }

        // Then
        assertThat(reader.tooLarge()).isFalse();
        assertThat(reader.kept().length).isLessThan(70_000);
        JsonNode read = JSON.readTree(reader.kept());
        assertThat(read.path("after").asInt()).isEqualTo(1);
        assertThat(Tokens.of(read.path("text").asText())).isGreaterThan(40_000 * 13 / 4);
    }

    @Test
    void shouldRefuseBodiesBeyondItsLimits() {
        BodyReader reader = new BodyReader(10, 100);
        reader.add(new byte[11]);

        assertThat(reader.tooLarge()).isTrue();
    }
}
