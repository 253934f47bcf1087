package io.tollgate.dialects.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseDecoderTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<SseEvent> decode(String text) {
        return new SseDecoder().feed(bytes(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void shouldReadEventsWhateverEndsTheLines(String lineEnd) {
        // Given
        String stream = String.join(lineEnd, "event: a", "data: 1", "", "data: 2", "data:3", "", "");

        // When
        List<SseEvent> events = decode(stream);

        // Then
        assertThat(events).containsExactly(new SseEvent("a", "1"), new SseEvent(null, "2\n3"));
    }

    @Test
    void shouldSkipCommentsIdsAndUnknownFields() {
        assertThat(decode(": OPENROUTER PROCESSING\n\nid: 7\nretry: 10\nfoo: bar\nnocolon\ndata:  x\n\n"))
                .containsExactly(new SseEvent(null, " x"));
    }

    @Test
    void shouldSkipAByteOrderMarkAtTheStartAlone() {
        assertThat(decode("\uFEFFdata: x\n\n\uFEFFdata: y\n\n")).containsExactly(new SseEvent(null, "x"));
    }

    @Test
    void shouldNotEmitEventsWithoutData() {
        assertThat(decode("event: ping\n\n\n\ndata\n\n")).containsExactly(new SseEvent(null, ""));
    }

    @Test
    void shouldReadTheSameWhateverThePieces() {
        // Given
        byte[] stream =
                bytes("event: é\r\ndata: {\"text\":\"a\u20ac\uD83D\uDE00\"}\r\n\r\n: c\r\n\r\ndata: [DONE]\n\n");
        List<SseEvent> expected = new SseDecoder().feed(stream);
        Random random = new Random(4711);

        for (int round = 0; round < 200; round++) {
            // When
            SseDecoder decoder = new SseDecoder();
            List<SseEvent> events = new ArrayList<>();
            int at = 0;
            while (at < stream.length) {
                int length = Math.min(stream.length - at, 1 + random.nextInt(5));
                byte[] piece = new byte[length];
                System.arraycopy(stream, at, piece, 0, length);
                events.addAll(decoder.feed(piece));
                at += length;
            }

            // Then
            assertThat(events).isEqualTo(expected).hasSize(2);
        }
    }

    @Test
    void shouldGiveTheLastEventWithoutItsBlankLineAtTheEnd() {
        // Given
        SseDecoder decoder = new SseDecoder();
        assertThat(decoder.feed(bytes("data: [DONE]"))).isEmpty();

        // Then
        assertThat(decoder.end()).contains(new SseEvent(null, "[DONE]"));
        assertThat(decoder.end()).isEmpty();
    }

    @Test
    void shouldRefuseAnEventBeyondTheLimitEvenIfItNeverEnds() {
        SseDecoder decoder = new SseDecoder(64);
        assertThat(decoder.feed(bytes("data: " + "x".repeat(50) + "\n\n"))).hasSize(1);
        decoder.feed(bytes("data: " + "x".repeat(50)));
        assertThatThrownBy(() -> decoder.feed(bytes("xxxxxxxxxx"))).isInstanceOf(SseLimitException.class);
    }

    @Test
    void shouldNotCountCommentsTowardsTheLimit() {
        SseDecoder decoder = new SseDecoder(64);
        for (int i = 0; i < 1_000; i++) {
            assertThat(decoder.feed(bytes(": keep-alive\n"))).isEmpty();
        }
        assertThat(decoder.feed(bytes("data: x\n\n"))).hasSize(1);
    }

    @Test
    void shouldReplaceMalformedText() {
        byte[] stream = {'d', 'a', 't', 'a', ':', (byte) 0xFF, 'x', '\n', '\n'};
        assertThat(new SseDecoder().feed(stream)).containsExactly(new SseEvent(null, "\uFFFDx"));
    }
}
