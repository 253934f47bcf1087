package io.tollgate.dialects.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.dialects.Dialects;
import io.tollgate.dialects.provider.ProviderDialect;
import io.tollgate.dialects.provider.ProviderFailure;
import io.tollgate.dialects.provider.ProviderFailureException;
import io.tollgate.dialects.provider.ReplyReader;
import io.tollgate.dialects.provider.Target;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.FrameCodec;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.dialects.sse.SseDecoder;
import io.tollgate.dialects.sse.SseEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a provider sends, reading it ends with steps that fit frames, or with a {@link ProviderFailureException}. */
class ReplyFuzzTest {

    private static final long SEED = 20_261_122L;
    private static final int ROUNDS = 300;
    private static final List<String> SPLICES = List.of(
            "null",
            "{}",
            "[]",
            "-1",
            "1e999999999999",
            "99999999999999999999",
            "\"\"",
            "true",
            "\"\\ud800\"",
            "[null]",
            "0.5");

    static Stream<Arguments> replies() throws IOException {
        return GoldenContractTest.cases().filter(arguments -> {
            GoldenCase golden = (GoldenCase) arguments.get()[0];
            return golden.has("provider-stream.sse") || golden.has("provider-response.json");
        });
    }

    @ParameterizedTest
    @MethodSource("replies")
    void shouldReadOrFailWhateverComes(GoldenCase golden) throws IOException {
        ProviderDialect dialect = Dialects.byName(golden.dialect()).orElseThrow();
        Target target = GoldenCase.MAPPER.treeToValue(golden.json("target.json"), Target.class);
        boolean stream = golden.has("provider-stream.sse");
        String original = golden.text(stream ? "provider-stream.sse" : "provider-response.json");
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = mutated(original, random).getBytes(StandardCharsets.ISO_8859_1);
            ProviderFailure failure = dialect.failure(100 + random.nextInt(500), bytes);
            assertThat(failure.status()).isBetween(400, 599);
            try {
                read(dialect.reader(target), stream, bytes);
            } catch (ProviderFailureException failed) {
                assertThat(failed.failure().status()).isBetween(400, 599);
            } catch (RuntimeException escaped) {
                throw new AssertionError(
                        "round " + round + ": " + new String(bytes, StandardCharsets.ISO_8859_1), escaped);
            }
        }
    }

    private static void read(ReplyReader reader, boolean stream, byte[] bytes) {
        List<ReplyEvent> events = new ArrayList<>();
        if (stream) {
            SseDecoder decoder = new SseDecoder();
            List<SseEvent> received = new ArrayList<>(decoder.feed(bytes));
            decoder.end().ifPresent(received::add);
            received.forEach(event -> events.addAll(reader.read(event)));
        } else {
            events.addAll(reader.readWhole(bytes));
        }
        Frame frame = Frame.next(1, events);
        assertThat(FrameCodec.read(FrameCodec.write(frame)).events()).hasSameSizeAs(events);
    }

    /** Replaces a value, cuts a piece, or changes a character. */
    private static String mutated(String original, Random random) {
        StringBuilder text = new StringBuilder(original);
        int changes = 1 + random.nextInt(3);
        for (int change = 0; change < changes; change++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> splice(text, at, random);
                case 1 -> text.delete(at, Math.min(text.length() - 1, at + random.nextInt(20)));
                default -> text.setCharAt(at, (char) random.nextInt(256));
            }
        }
        return text.toString();
    }

    private static void splice(StringBuilder text, int from, Random random) {
        int colon = text.indexOf("\":", from);
        if (colon < 0) {
            return;
        }
        int start = colon + 2;
        int end = start;
        boolean inString = false;
        while (end < text.length() && (inString || ",}]\n".indexOf(text.charAt(end)) < 0)) {
            inString ^= text.charAt(end) == '"';
            end++;
        }
        text.replace(start, end, SPLICES.get(random.nextInt(SPLICES.size())));
    }
}
