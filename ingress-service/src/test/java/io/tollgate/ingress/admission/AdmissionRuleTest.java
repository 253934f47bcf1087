package io.tollgate.ingress.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.account.KeyStated;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.dialects.openai.ChatRequest;
import io.tollgate.dialects.openai.ChatRequests;
import io.tollgate.ingress.admission.AdmissionRule.Decision;
import io.tollgate.ingress.http.ApiError;
import io.tollgate.ingress.models.CatalogueView;
import io.tollgate.ingress.models.Views;
import io.tollgate.ingress.stack.Chats;
import io.tollgate.ingress.stack.Keys;
import io.tollgate.ingress.stack.TestCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdmissionRuleTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final CatalogueView CATALOGUE = Views.of(TestCatalogue.statements(), NOW);
    private static final AdmissionRule RULE = new AdmissionRule(500, 1_024);

    @Test
    void shouldBoundTheCostAtTheDearestEndpointWithOurFee() {
        ChatRequest chat = parse(Chats.whole());

        Decision.Admitted admitted = admitted(chat, Keys.plain());

        assertThat(admitted.models()).containsExactly(TestCatalogue.MODEL);
        // openai is the dearest: $2.5 a million in, $10 a million out, 100 tokens wanted
        long promptTokens = chat.features().promptTokensBound();
        long cost = promptTokens * 2_500 + 100 * 10_000;
        assertThat(admitted.hold().amount().value()).isBetween(cost + cost / 20, cost + cost / 20 + 2);
        assertThat(admitted.hold().promptTokens()).isEqualTo(promptTokens);
        assertThat(admitted.hold().sliceTokens()).isEqualTo(100);
        assertThat(admitted.hold().limitWindow()).isEmpty();
    }

    @Test
    void shouldCoverOneSliceOfAnOutputWithoutLimit() {
        ChatRequest chat = parse(Chats.whole().replace(",\"max_tokens\":100", ""));
        assertThat(admitted(chat, Keys.plain()).hold().sliceTokens()).isEqualTo(1_024);
    }

    @Test
    void shouldAdmitTheModelsThatCanServeInTheirOrder() {
        String models = "\"models\":[\"acme/second\",\"acme/silent\",\"acme/chat\"]";
        ChatRequest chat = parse(Chats.whole().replace("\"model\":\"acme/chat\"", models));
        assertThat(admitted(chat, Keys.plain()).models()).containsExactly("acme/second", "acme/chat");
    }

    @Test
    void shouldCountAgainstTheWindowOfALimitedKey() {
        ChatRequest chat = parse(Chats.whole());
        assertThat(admitted(chat, Keys.limited("5", "monthly")).hold().limitWindow())
                .isEqualTo("monthly:2026-11");
        assertThat(admitted(chat, Keys.limited("5", null)).hold().limitWindow()).isEqualTo("total");
    }

    @Test
    void shouldRefuseModelsThatAreNoneOrOfAnotherKindOrNotAllowed() {
        assertThat(refused(parse(Chats.of("acme/none", false)), Keys.plain()))
                .satisfies(error -> assertThat(error.status()).isEqualTo(400))
                .satisfies(error -> assertThat(error.param()).isEqualTo("model"))
                .satisfies(error -> assertThat(error.metadata()).containsEntry("openai_code", "model_not_found"));
        assertThat(refused(parse(Chats.of(TestCatalogue.EMBEDDING, false)), Keys.plain())
                        .status())
                .isEqualTo(400);
        assertThat(refused(parse(Chats.whole()), Keys.allowing(Set.of(TestCatalogue.SECOND)))
                        .status())
                .isEqualTo(403);
        assertThat(admitted(parse(Chats.whole()), Keys.allowing(Set.of(TestCatalogue.MODEL)))
                        .models())
                .hasSize(1);
    }

    @Test
    void shouldRefuseWhatNoEndpointCanServe() {
        ApiError silent = refused(parse(Chats.of(TestCatalogue.SILENT, false)), Keys.plain());
        assertThat(silent.status()).isEqualTo(404);
        ApiError nobody = refused(
                parse(Chats.whole().replace("\"stream\"", "\"provider\":{\"only\":[\"nobody\"]},\"stream\"")),
                Keys.plain());
        assertThat(nobody.status()).isEqualTo(404);
        assertThat(nobody.availability()).isNotNull();
    }

    @Test
    void shouldNameTheParameterThatNoEndpointUnderstands() {
        ApiError searching = refused(
                parse(Chats.whole().replace("\"stream\"", "\"web_search_options\":{},\"stream\"")), Keys.plain());
        assertThat(searching.status()).isEqualTo(400);
        assertThat(searching.param()).isEqualTo("web_search_options");
    }

    @Test
    void shouldSendRequestsThatForbidKeepingToProvidersThatKeepNothing() {
        String body =
                Chats.of(TestCatalogue.SECOND, false).replace("\"stream\"", "\"provider\":{\"zdr\":true},\"stream\"");
        ChatRequest chat = parse(body);
        // vault alone: $0.2 in, $0.3 out
        long cost = chat.features().promptTokensBound() * 200 + 100 * 300;
        assertThat(admitted(chat, Keys.plain()).hold().amount())
                .isBetween(NanoUsd.of(cost + cost / 20), NanoUsd.of(cost + cost / 20 + 2));
        assertThat(refused(parse(body.replace("second", "chat")), Keys.plain()).status())
                .isEqualTo(404);
    }

    private static Decision.Admitted admitted(ChatRequest chat, KeyStated key) {
        return switch (RULE.judge(chat, key, CATALOGUE, NOW)) {
            case Decision.Admitted admitted -> admitted;
            case Decision.Refused refused -> throw new AssertionError(refused.error());
        };
    }

    private static ApiError refused(ChatRequest chat, KeyStated key) {
        return switch (RULE.judge(chat, key, CATALOGUE, NOW)) {
            case Decision.Admitted admitted -> throw new AssertionError(admitted);
            case Decision.Refused refused -> refused.error();
        };
    }

    private static ChatRequest parse(String body) {
        return ChatRequests.parse(body.getBytes(StandardCharsets.UTF_8));
    }
}
