package io.tollgate.dialects.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.dialects.Dialects;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.openai.ChatRenderer;
import io.tollgate.dialects.openai.ChatRequests;
import io.tollgate.dialects.provider.ProviderDialect;
import io.tollgate.dialects.provider.ProviderFailure;
import io.tollgate.dialects.provider.ProviderFailureException;
import io.tollgate.dialects.provider.ProviderRequest;
import io.tollgate.dialects.provider.ReplyReader;
import io.tollgate.dialects.provider.Target;
import io.tollgate.dialects.reply.End;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.FrameCodec;
import io.tollgate.dialects.reply.Head;
import io.tollgate.dialects.reply.ReplyAccumulator;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.dialects.reply.ReplyFailure;
import io.tollgate.dialects.sse.SseDecoder;
import io.tollgate.dialects.sse.SseEncoder;
import io.tollgate.dialects.sse.SseEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds every dialect to its golden files: {@code golden/<dialect>/<case>/} with
 *
 * <ul>
 *   <li>{@code target.json}: the {@link Target}; in every case
 *   <li>{@code client-request.json} and the {@code provider-request.json} it becomes: {@code {"path", "headers", "body"}}
 *   <li>{@code provider-stream.sse} or {@code provider-response.json}, the {@code events.json} read from it, and the {@code
 *       client-stream.sse} or {@code client-response.json} the caller gets
 *   <li>{@code provider-error.json}: {@code {"status", "body"}} (a body may be any JSON, a text stands for itself) and the {@code
 *       failure.json} it means. Beside a stream or response {@code failure.json} is the failure that reading it throws.
 * </ul>
 *
 * With the system property {@code golden.write=<dialect>} expected files of that dialect that are missing are written instead of compared; read them
 * before keeping them.
 */
class GoldenContractTest {

    private static final String REQUEST_ID = "gen-01990000-0000-7000-8000-000000000001";
    private static final long CREATED = 1_790_000_000L;
    private static final String WRITE = System.getProperty("golden.write", "");

    static Stream<Arguments> cases() throws IOException {
        List<GoldenCase> cases = new ArrayList<>();
        try (Stream<Path> dialects = Files.list(Path.of("src/test/resources/golden"))) {
            for (Path dialect : dialects.filter(Files::isDirectory).sorted().toList()) {
                try (Stream<Path> folders = Files.list(dialect)) {
                    folders.filter(Files::isDirectory)
                            .sorted()
                            .forEach(folder -> cases.add(
                                    new GoldenCase(dialect.getFileName().toString(), folder)));
                }
            }
        }
        return cases.stream().map(golden -> Arguments.argumentSet(golden.name(), golden));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldKeepToTheGoldenFiles(GoldenCase golden) throws IOException {
        // Given
        ProviderDialect dialect = Dialects.byName(golden.dialect()).orElseThrow();
        Target target = GoldenCase.MAPPER.treeToValue(golden.json("target.json"), Target.class);

        // Then
        if (golden.has("client-request.json")) {
            request(golden, dialect, target);
        }
        if (golden.has("provider-stream.sse") || golden.has("provider-response.json")) {
            reply(golden, dialect, target);
        }
        if (golden.has("provider-error.json")) {
            JsonNode error = golden.json("provider-error.json");
            JsonNode body = error.path("body");
            byte[] bytes = body.isTextual() ? body.asText().getBytes(StandardCharsets.UTF_8) : WireJson.write(body);
            expectJson(
                    golden,
                    "failure.json",
                    tree(dialect.failure(error.path("status").asInt(), bytes)));
        }
    }

    private static void request(GoldenCase golden, ProviderDialect dialect, Target target) {
        ObjectNode chat =
                ChatRequests.parse(golden.bytes("client-request.json")).body();
        ObjectNode before = chat.deepCopy();

        ProviderRequest request = dialect.request(chat, target);

        assertThat(chat).as("the caller's body is not changed").isEqualTo(before);
        ObjectNode actual = WireJson.object();
        actual.put("path", request.path());
        actual.set("headers", GoldenCase.MAPPER.valueToTree(request.headers()));
        actual.set("body", GoldenCase.parse(request.body()));
        expectJson(golden, "provider-request.json", actual);
    }

    private static void reply(GoldenCase golden, ProviderDialect dialect, Target target) throws IOException {
        List<ReplyEvent> events = new ArrayList<>();
        ReplyReader reader = dialect.reader(target);
        ProviderFailure failure = read(golden, reader, events);
        if (failure != null) {
            expectJson(golden, "failure.json", tree(failure));
        }
        assertThat(reader.complete()).as("complete").isEqualTo(failure == null && !golden.has("incomplete"));
        ArrayNode written = WireJson.mapper().createArrayNode();
        events.forEach(event -> written.add(eventTree(event)));
        expectJson(golden, "events.json", written);
        render(golden, target, events, failure);
    }

    private static @Nullable ProviderFailure read(GoldenCase golden, ReplyReader reader, List<ReplyEvent> events) {
        try {
            if (golden.has("provider-response.json")) {
                events.addAll(reader.readWhole(golden.bytes("provider-response.json")));
            } else {
                SseDecoder decoder = new SseDecoder();
                List<SseEvent> received = new ArrayList<>(decoder.feed(golden.bytes("provider-stream.sse")));
                decoder.end().ifPresent(received::add);
                received.forEach(event -> events.addAll(reader.read(event)));
            }
            return null;
        } catch (ProviderFailureException failed) {
            return failed.failure();
        }
    }

    private static void render(
            GoldenCase golden, Target target, List<ReplyEvent> events, @Nullable ProviderFailure failure)
            throws IOException {
        ReplyAccumulator reply = new ReplyAccumulator();
        reply.addAll(events);
        Head head = new Head(target.model(), target.provider(), target.provider(), false, CREATED);
        Rating rating = failure == null ? rating() : Rating.FREE;
        ReplyFailure replyFailure = failure == null ? null : failure.toReply(target.provider());
        Outcome outcome = failure == null ? Outcome.COMPLETED : Outcome.INTERRUPTED;
        End end = new End(outcome, replyFailure, reply.usage(), rating, 1, NanoUsd.of(400), 500, null);
        ChatRenderer renderer = new ChatRenderer(REQUEST_ID, target.model(), CREATED, true);
        if (target.stream()) {
            expectText(golden, "client-stream.sse", stream(renderer, head, events, end));
        } else if (failure == null) {
            expectJson(golden, "client-response.json", GoldenCase.parse(renderer.whole(head, reply, end)));
        }
    }

    /** One frame a step, through the bytes that frames travel as. */
    private static String stream(ChatRenderer renderer, Head head, List<ReplyEvent> events, End end) {
        List<Frame> frames = new ArrayList<>();
        for (ReplyEvent event : events) {
            frames.add(
                    frames.isEmpty() ? Frame.first(head, List.of(event)) : Frame.next(frames.size(), List.of(event)));
        }
        frames.add(Frame.last(frames.size(), end));
        StringBuilder out = new StringBuilder();
        for (Frame frame : frames) {
            Frame travelled = FrameCodec.read(FrameCodec.write(frame));
            renderer.chunks(travelled)
                    .forEach(chunk -> out.append(new String(SseEncoder.data(chunk), StandardCharsets.UTF_8)));
        }
        if (end.failure() == null) {
            out.append(new String(SseEncoder.done(), StandardCharsets.UTF_8));
        }
        return out.toString();
    }

    private static Rating rating() {
        return new Rating(NanoUsd.of(1000), NanoUsd.of(1000), NanoUsd.of(50), NanoUsd.of(1050), NanoUsd.ZERO);
    }

    private static JsonNode tree(Object value) {
        return GoldenCase.MAPPER.valueToTree(value);
    }

    private static JsonNode eventTree(ReplyEvent event) {
        byte[] frame = FrameCodec.write(Frame.next(0, List.of(event)));
        return GoldenCase.parse(frame).path("events").path(0);
    }

    private static void expectJson(GoldenCase golden, String file, JsonNode actual) {
        if (golden.dialect().equals(WRITE) && !golden.has(file)) {
            golden.write(file, GoldenCase.pretty(actual));
            return;
        }
        // Through text, so that numbers of different node types compare as what a peer would see.
        JsonNode seen = GoldenCase.parse(GoldenCase.pretty(actual).getBytes(StandardCharsets.UTF_8));
        assertThat(GoldenCase.pretty(seen)).as(file).isEqualTo(GoldenCase.pretty(golden.json(file)));
    }

    private static void expectText(GoldenCase golden, String file, String actual) {
        if (golden.dialect().equals(WRITE) && !golden.has(file)) {
            golden.write(file, actual);
            return;
        }
        assertThat(actual).as(file).isEqualTo(golden.text(file));
    }
}
