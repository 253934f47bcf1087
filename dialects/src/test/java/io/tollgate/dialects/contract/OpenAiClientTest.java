package io.tollgate.dialects.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.ObjectMappers;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageSource;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.openai.ChatRenderer;
import io.tollgate.dialects.reply.End;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.Head;
import io.tollgate.dialects.reply.ReplyAccumulator;
import io.tollgate.dialects.reply.ReplyEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers with everything in them, as the official OpenAI client reads them. */
class OpenAiClientTest {

    private static final Head HEAD = new Head("a/m", "openai", "OpenAI", true, 1_790_000_001L);
    private static final End END = new End(
            Outcome.COMPLETED,
            null,
            Usage.tokens(3L, 4L, UsageSource.REPORTED),
            new Rating(NanoUsd.of(1_234), NanoUsd.of(1_234), NanoUsd.of(61), NanoUsd.of(1_295), NanoUsd.ZERO),
            1);

    private static final List<ReplyEvent> EVERYTHING = List.of(
            new ReplyEvent.Began("up-1", "fp", "default"),
            new ReplyEvent.Reasoning(
                    0, "Hm", WireJson.object().put("type", "reasoning.text").put("text", "Hm")),
            new ReplyEvent.Reasoning(
                    0,
                    null,
                    WireJson.object().put("type", "reasoning.encrypted").put("data", "x")),
            new ReplyEvent.Text(0, "Here "),
            new ReplyEvent.Part(0, "images", image()),
            new ReplyEvent.Text(0, "it is"),
            new ReplyEvent.Part(0, "annotations", citation()),
            new ReplyEvent.Part(
                    0, "audio", WireJson.object().put("data", "AAAA").put("format", "wav")),
            new ReplyEvent.Part(0, "audio", WireJson.object().put("data", "AAAA")),
            new ReplyEvent.ToolCall(0, 0, "call_1", "look", "{\"a\":"),
            new ReplyEvent.ToolCall(0, 0, null, null, "1}"),
            new ReplyEvent.Finished(0, "stop", "stop"));

    @Test
    void shouldStreamWhatTheClientCanPutTogether() {
        // Given
        ChatRenderer renderer = new ChatRenderer("gen-1", "a/m", 1, true);
        List<byte[]> chunks = new ArrayList<>();
        for (int i = 0; i < EVERYTHING.size(); i++) {
            List<ReplyEvent> step = List.of(EVERYTHING.get(i));
            chunks.addAll(renderer.chunks(i == 0 ? Frame.first(HEAD, step) : Frame.next(i, step)));
        }
        chunks.addAll(renderer.chunks(Frame.last(EVERYTHING.size(), END)));

        // When
        ChatCompletionAccumulator client = ChatCompletionAccumulator.create();
        chunks.forEach(chunk -> client.accumulate(read(chunk, ChatCompletionChunk.class)));
        ChatCompletion completion = client.chatCompletion();

        // Then
        assertThat(completion.choices()).hasSize(1);
        ChatCompletion.Choice choice = completion.choices().getFirst();
        assertThat(choice.message().content()).contains("Here it is");
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(choice.message().toolCalls().orElseThrow()).hasSize(1);
        assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource("goldenStreams")
    void shouldStreamEveryGoldenAnswerSoThatTheClientCanPutItTogether(Path stream) throws IOException {
        ChatCompletionAccumulator client = ChatCompletionAccumulator.create();
        for (String line : Files.readAllLines(stream)) {
            if (line.startsWith("data: {")) {
                client.accumulate(read(line.substring(6).getBytes(StandardCharsets.UTF_8), ChatCompletionChunk.class));
            }
        }
        assertThat(client.chatCompletion().choices()).isNotEmpty();
    }

    /** Those that end well: others end with an error chunk in service, which makes the client's stream fail before. */
    static List<Path> goldenStreams() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/golden"))) {
            return files.filter(file -> file.endsWith("client-stream.sse"))
                    .filter(file -> text(file).contains("\"finish_reason\":\""))
                    .filter(file -> !text(file).contains("\"error\":{"))
                    .sorted()
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void shouldAnswerWholeWhatTheClientCanRead() {
        // Given
        ReplyAccumulator reply = new ReplyAccumulator();
        reply.addAll(EVERYTHING);
        byte[] whole = new ChatRenderer("gen-1", "a/m", 1, true).whole(HEAD, reply, END);

        // When
        ChatCompletion completion = read(whole, ChatCompletion.class).validate();

        // Then
        assertThat(completion.choices().getFirst().message().content()).contains("Here it is");
        assertThat(completion.choices().getFirst().message().annotations().orElseThrow())
                .hasSize(1);
        assertThat(completion.choices().getFirst().message().audio()).isPresent();
    }

    private static JsonNode image() {
        return tree("{'type':'image_url','image_url':{'url':'data:image/png;base64,iVBORw0KGgo='}}");
    }

    private static JsonNode citation() {
        return tree(
                "{'type':'url_citation','url_citation':{'url':'https://a.example','title':'A','start_index':0,'end_index':4}}");
    }

    private static JsonNode tree(String quoted) {
        try {
            return WireJson.mapper().readTree(quoted.replace('\'', '"'));
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private static <T> T read(byte[] json, Class<T> type) {
        try {
            return ObjectMappers.jsonMapper().readValue(json, type);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
