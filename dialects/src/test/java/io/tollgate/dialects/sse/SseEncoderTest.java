package io.tollgate.dialects.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SseEncoderTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldWriteFieldsAndEndWithABlankLine() {
        assertThat(SseEncoder.event("7", "message", bytes("{\"a\":1}")))
                .isEqualTo(bytes("id: 7\nevent: message\ndata: {\"a\":1}\n\n"));
        assertThat(SseEncoder.done()).isEqualTo(bytes("data: [DONE]\n\n"));
        assertThat(SseEncoder.comment("TOLLGATE PROCESSING")).isEqualTo(bytes(": TOLLGATE PROCESSING\n\n"));
    }

    @Test
    void shouldSplitDataOfSeveralLinesSoThatItReadsBack() {
        byte[] event = SseEncoder.data(bytes("a\n\r\nb"));
        assertThat(event).isEqualTo(bytes("data: a\ndata: \ndata: b\n\n"));
        assertThat(new SseDecoder().feed(event)).containsExactly(new SseEvent(null, "a\n\nb"));
    }

    @Test
    void shouldRefuseLineBreaksInFields() {
        assertThatThrownBy(() -> SseEncoder.comment("a\ndata: forged")).isInstanceOf(IllegalArgumentException.class);
    }
}
