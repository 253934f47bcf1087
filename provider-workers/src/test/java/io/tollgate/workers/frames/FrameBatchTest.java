package io.tollgate.workers.frames;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.usage.Usage;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.FrameCodec;
import io.tollgate.dialects.reply.ReplyEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameBatchTest {

    private static final int MAX = 1_000;

    private final FrameBatch batch = new FrameBatch(MAX);

    @Test
    void shouldJoinNeighbouringPieces() {
        batch.add(new ReplyEvent.Text(0, "a"));
        batch.add(new ReplyEvent.Text(0, "b"));
        batch.add(new ReplyEvent.Text(1, "c"));
        batch.add(new ReplyEvent.ToolCall(1, 0, "id", "name", "{"));
        batch.add(new ReplyEvent.ToolCall(1, 0, null, null, "}"));

        assertThat(batch.take())
                .containsExactly(
                        new ReplyEvent.Text(0, "ab"),
                        new ReplyEvent.Text(1, "c"),
                        new ReplyEvent.ToolCall(1, 0, "id", "name", "{}"));
        assertThat(batch.isEmpty()).isTrue();
        assertThat(batch.bytes()).isZero();
    }

    @Test
    void shouldCutLongTextsBetweenCharactersAndLoseNothing() {
        String text = "x😀\u0001\"日".repeat(500);
        batch.add(new ReplyEvent.Text(0, text));

        List<String> pieces = new ArrayList<>();
        while (!batch.isEmpty()) {
            List<ReplyEvent> frame = batch.take();
            assertThat(FrameCodec.write(Frame.next(1, frame)).length).isLessThanOrEqualTo(MAX + 100);
            frame.forEach(event -> pieces.add(((ReplyEvent.Text) event).text()));
        }

        assertThat(pieces).hasSizeGreaterThan(1);
        assertThat(String.join("", pieces)).isEqualTo(text);
        assertThat(pieces).noneMatch(piece -> Character.isHighSurrogate(piece.charAt(piece.length() - 1)));
    }

    @Test
    void shouldLeaveOutTheProvidersCount() {
        batch.add(new ReplyEvent.UsageReported(Usage.NONE));

        assertThat(batch.isEmpty()).isTrue();
    }

    @Test
    void shouldWaitLongerWhileRedisIsSlow() {
        Pace pace = new Pace(25, 40);
        assertThat(pace.millis()).isEqualTo(25);

        for (int i = 0; i < 50; i++) {
            pace.appended(20_000);
        }

        assertThat(pace.millis()).isEqualTo(40);
    }
}
