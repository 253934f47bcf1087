package io.tollgate.workers.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.dispatch.Stop;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.dialects.reply.End;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.FrameCodec;
import io.tollgate.dialects.reply.ReplyAccumulator;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.Frames;
import io.tollgate.testkit.InfrastructureResource;
import io.tollgate.testkit.KafkaTap;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gemini sends an image in one event of its stream. */
@QuarkusTest
@TestProfile(WorkersProfile.class)
@QuarkusTestResource(
        value = InfrastructureResource.class,
        initArgs = @ResourceArg(name = "role", value = "workers"),
        restrictToAnnotatedClass = true)
class ImageStreamIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final NanoUsd HOLD = NanoUsd.of(1_000_000_000);
    private static final int MEGABYTE = 1024 * 1024;

    @Inject
    CreditHolds credit;

    @Inject
    Frames frames;

    private final KafkaTap kafka = KafkaTap.shared();
    private final ScriptedProvider provider = new ScriptedProvider();
    private final String account = "acct-" + UUID.randomUUID();

    @BeforeEach
    void fundAccount() {
        if (!credit.ready().await().atMost(PATIENCE)) {
            credit.rebuild(1, List.of()).await().atMost(PATIENCE);
        }
        credit.settle(new CreditHolds.Settlement(
                        account, NanoUsd.of(10_000_000_000L), System.nanoTime(), List.of(), List.of()))
                .await()
                .atMost(PATIENCE);
    }

    @AfterEach
    void close() {
        kafka.close();
        provider.close();
    }

    @Test
    void shouldPassOnAnImageOfFiveMegabytes() {
        // Given
        String image = image(5 * MEGABYTE);
        RouteAssigned route = route("painting", image, true);

        // When
        dispatch(route);

        // Then
        End end = end(route);
        assertThat(end.failure()).isNull();
        assertThat(end.outcome()).isEqualTo(Outcome.COMPLETED);
        ReplyAccumulator reply = new ReplyAccumulator();
        frames(route).forEach(frame -> reply.addAll(frame.events()));
        assertThat(reply.choices().getFirst().text()).isEqualTo("Here it is.");
        String url = reply.choices()
                .getFirst()
                .images()
                .getFirst()
                .at("/image_url/url")
                .textValue();
        assertThat(url.equals("data:image/png;base64," + image))
                .as("an image of %d characters came as one of %d", image.length(), url.length())
                .isTrue();
    }

    @Test
    void shouldEndACallWhoseImageIsTooLong() {
        RouteAssigned route = route("mural", image(7 * MEGABYTE), true);

        dispatch(route);

        End end = end(route);
        assertThat(end.outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(Objects.requireNonNull(end.failure()).message()).contains("too long");
    }

    @Test
    void shouldNotReadSuchPiecesFromAModelOfTexts() {
        RouteAssigned route = route("text", image(MEGABYTE), false);

        dispatch(route);

        assertThat(Objects.requireNonNull(end(route).failure()).message()).contains("too long");
    }

    private RouteAssigned route(String name, String image, boolean media) {
        String url = provider.answering(name, request -> {
            HttpServerResponse response = ScriptedProvider.stream(request);
            response.write(event("{\"text\":\"Here it is.\"}", ""));
            response.write(event("{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"" + image + "\"}}", ""));
            response.end(event(
                    "{\"text\":\"\"}",
                    ",\"finishReason\":\"STOP\"}],\"usageMetadata\":"
                            + "{\"promptTokenCount\":9,\"candidatesTokenCount\":1290,\"totalTokenCount\":1299}"));
        });
        Stop plain = Requests.stop("openai", url);
        Stop stop = new Stop(
                plain.endpoint(),
                plain.model(),
                plain.provider(),
                plain.providerName(),
                plain.providerModel(),
                "gemini-generate-content",
                url,
                plain.prices(),
                null,
                true,
                true,
                plain.credential(),
                media,
                null);
        return Requests.route(account, true, HOLD, stop);
    }

    private static String event(String part, String rest) {
        String end = rest.isEmpty() ? "}]" : rest;
        return "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + part + "]}" + end + "}\r\n\r\n";
    }

    private static String image(int bytes) {
        byte[] pixels = new byte[bytes];
        new Random(5).nextBytes(pixels);
        return Base64.getEncoder().encodeToString(pixels);
    }

    private void dispatch(RouteAssigned route) {
        CreditHolds.Placed placed = credit.place(new CreditHolds.Place(
                        route.requestId(), account, route.key(), HOLD, route.deadline(), "", null, null, null))
                .await()
                .atMost(PATIENCE);
        assertThat(placed).isInstanceOf(CreditHolds.Placed.Ok.class);
        kafka.publish(route, Topic.forProvider(route.stop().provider()), Requests.BODY);
    }

    private End end(RouteAssigned route) {
        await().atMost(PATIENCE).until(() -> {
            List<Frame> written = frames(route);
            return !written.isEmpty() && written.getLast().terminal();
        });
        return Objects.requireNonNull(frames(route).getLast().end());
    }

    private List<Frame> frames(RouteAssigned route) {
        return frames.read(route.requestId(), -1, 1_000).await().atMost(PATIENCE).stream()
                .map(stored -> FrameCodec.read(stored.bytes()))
                .toList();
    }
}
