package io.tollgate.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.catalogue.EndpointStated;
import io.tollgate.contracts.catalogue.ModelStated;
import io.tollgate.contracts.catalogue.ProviderStated;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.MeterPrice;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.request.Preferences;
import io.tollgate.contracts.request.PromptFeatures;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EligibilityTest {

    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
    private static final PromptFeatures TEXT = features(Set.of("text"), Set.of(), 10, null);

    private final CatalogueAssembly catalogue = new CatalogueAssembly()
            .apply(model("a/able", "chat", List.of("text", "image"), true))
            .apply(model("a/unknown", "chat", List.of("text"), null))
            .apply(model("a/vector", "embedding", List.of("text"), null));

    @Test
    void shouldOfferAnEndpointThatCanServe() {
        offer("a/able", "one", null);

        assertThat(offered("a/able", TEXT, Preferences.NONE)).containsExactly("a/able@one");
        assertThat(offered("a/nothing", TEXT, Preferences.NONE)).isEmpty();
    }

    @Test
    void shouldFilterWhatTheOperatorOrTheCatalogueSwitchedOff() {
        offer("a/able", "one", null);
        catalogue.apply(provider("one", false, false, true, 2));
        assertThat(reason("a/able", TEXT, Preferences.NONE)).isEqualTo("provider_disabled");

        catalogue.apply(provider("one", true, false, false, 3));
        assertThat(reason("a/able", TEXT, Preferences.NONE)).isEqualTo("not_live");

        catalogue.apply(provider("one", true, true, false, 4));
        assertThat(offered("a/able", TEXT, Preferences.NONE)).hasSize(1);
    }

    @Test
    void shouldIgnoreStaleStatements() {
        offer("a/able", "one", null);
        catalogue.apply(provider("one", true, false, true, 5)).apply(provider("one", false, false, true, 4));

        assertThat(offered("a/able", TEXT, Preferences.NONE)).hasSize(1);
    }

    @Test
    void shouldFilterModelsThatDoNotChat() {
        offer("a/vector", "one", null);

        assertThat(reason("a/vector", TEXT, Preferences.NONE)).isEqualTo("wrong_operation: embedding");
    }

    @Test
    void shouldFilterWhatHasNoPriceYet() {
        catalogue
                .apply(provider("one", true, false, true, 1))
                .apply(endpoint("a/able", "one", null))
                .apply(price("a/able@one", NOW.plusSeconds(1), "1"));

        assertThat(reason("a/able", TEXT, Preferences.NONE)).isEqualTo("no_price");
    }

    @Test
    void shouldServeTextButNotToolsOrImagesWhenAbilitiesAreUnknown() {
        offer("a/unknown", "one", null);

        assertThat(offered("a/unknown", TEXT, Preferences.NONE)).hasSize(1);
        assertThat(offered("a/unknown", features(Set.of("text"), Set.of("reasoning"), 10, null), Preferences.NONE))
                .hasSize(1);
        assertThat(reason("a/unknown", features(Set.of("text"), Set.of("tools"), 10, null), Preferences.NONE))
                .isEqualTo("parameter: tools");
        assertThat(reason("a/unknown", features(Set.of("text", "image"), Set.of(), 10, null), Preferences.NONE))
                .isEqualTo("modality: image");
    }

    @Test
    void shouldFilterWhatTheDialectCannotExpress() {
        offer("a/able", "one", null);
        catalogue.apply(endpoint("a/able", "one", null, "anthropic-messages", 2));
        PromptFeatures seeded = features(Set.of("text"), Set.of("seed"), 10, null);

        assertThat(reason("a/able", seeded, Preferences.NONE)).isEqualTo("parameter: seed");
        assertThat(offered("a/able", TEXT, Preferences.NONE)).hasSize(1);
    }

    @Test
    void shouldFilterAUseThatTheDialectCannotExpress() {
        offer("a/able", "one", null);
        PromptFeatures blank = features(Set.of("text"), Set.of("stop", PromptFeatures.BLANK_STOP), 10, null);
        Preferences strict = new Preferences(
                List.of(), List.of(), List.of(), true, true, List.of(), null, Map.of(), null, false, null);
        assertThat(offered("a/able", blank, strict)).hasSize(1);

        catalogue.apply(endpoint("a/able", "one", null, "anthropic-messages", 2));

        assertThat(reason("a/able", blank, Preferences.NONE)).isEqualTo("parameter: stop:blank");
        assertThat(offered("a/able", features(Set.of("text"), Set.of("stop"), 10, null), Preferences.NONE))
                .hasSize(1);
    }

    @Test
    void shouldNotDropWhatShapesTheAnswer() {
        offer("a/able", "one", null);

        for (String shaping : List.of("n", "logprobs", "top_logprobs", "web_search_options")) {
            assertThat(reason("a/able", features(Set.of("text"), Set.of(shaping), 10, null), Preferences.NONE))
                    .isEqualTo("parameter: " + shaping);
        }
    }

    @Test
    void shouldNotOfferAnEndpointThatNobodyCanCallThoughItsProviderCan() {
        offer("a/able", "one", null);
        catalogue.apply(endpoint("a/able", "one", null, "vertex-partner", 2));

        assertThat(reason("a/able", TEXT, Preferences.NONE)).isEqualTo("not_callable: vertex-partner");
    }

    @Test
    void shouldRequireParametersOnlyIfTheCallerSaysSo() {
        offer("a/able", "one", null);
        PromptFeatures biased = features(Set.of("text"), Set.of("logit_bias"), 10, null);
        Preferences strict = new Preferences(
                List.of(), List.of(), List.of(), true, true, List.of(), null, Map.of(), null, false, null);

        assertThat(offered("a/able", biased, Preferences.NONE)).hasSize(1);
        assertThat(reason("a/able", biased, strict)).isEqualTo("parameter: logit_bias");
    }

    @Test
    void shouldFilterPromptsAndAnswersThatDoNotFit() {
        offer("a/able", "one", null);

        assertThat(reason("a/able", features(Set.of("text"), Set.of(), 1001, null), Preferences.NONE))
                .isEqualTo("context_length: 1000");
        assertThat(reason("a/able", features(Set.of("text"), Set.of(), 10, 501L), Preferences.NONE))
                .isEqualTo("max_tokens: 500");
    }

    @Test
    void shouldHonourTheCallersConstraints() {
        offer("a/able", "one", null);
        offer("a/able", "two", null);

        assertThat(offered("a/able", TEXT, preferences(List.of("two"), List.of(), Map.of(), null, false)))
                .containsExactly("a/able@two");
        assertThat(offered("a/able", TEXT, preferences(List.of(), List.of("two"), Map.of(), null, false)))
                .containsExactly("a/able@one");
        assertThat(offered(
                        "a/able",
                        TEXT,
                        preferences(List.of(), List.of(), Map.of("prompt", NanoUsd.parse("0.99")), null, false)))
                .isEmpty();
        assertThat(offered(
                        "a/able",
                        TEXT,
                        preferences(List.of(), List.of(), Map.of("prompt", NanoUsd.parse("1")), null, false)))
                .hasSize(2);
    }

    @Test
    void shouldNeedADeclarationForPrivacy() {
        offer("a/able", "one", null);
        Preferences denies = preferences(List.of(), List.of(), Map.of(), "deny", false);
        Preferences keepsNothing = preferences(List.of(), List.of(), Map.of(), null, true);

        assertThat(reason("a/able", TEXT, denies)).isEqualTo("data_collection");
        assertThat(reason("a/able", TEXT, keepsNothing)).isEqualTo("zero_data_retention");

        catalogue.apply(new ProviderStated(
                "one", "One", "http://one", "openai-chat", null, null, true, false, true, true, false, true, 9));
        assertThat(offered("a/able", TEXT, denies)).hasSize(1);
        assertThat(offered("a/able", TEXT, keepsNothing)).hasSize(1);
    }

    @Test
    void shouldOfferAnExtraTierOnlyToThoseWhoNameIt() {
        offer("a/able", "one", null);
        offer("a/able", "one", "fast");
        offer("a/able", "two", "turbo");

        assertThat(offered("a/able", TEXT, Preferences.NONE)).containsExactly("a/able@one", "a/able@two/turbo");
        assertThat(offered("a/able", TEXT, preferences(List.of("one/fast"), List.of(), Map.of(), null, false)))
                .containsExactly("a/able@one/fast");
        assertThat(offered("a/able", TEXT, preferences(List.of("one"), List.of(), Map.of(), null, false)))
                .containsExactly("a/able@one");
    }

    @Test
    void shouldOfferAnExtraTierToThoseWhoPreferItAtAnyProvider() {
        offer("a/able", "one", null);
        offer("a/able", "one", "flex");
        offer("a/able", "two", null);
        offer("a/able", "two", "fast");
        Preferences flex = new Preferences(
                List.of(), List.of(), List.of(), true, false, List.of(), null, Map.of(), null, false, "flex");

        assertThat(offered("a/able", TEXT, flex)).containsExactly("a/able@one", "a/able@one/flex", "a/able@two");
    }

    @Test
    void shouldTakeTheModelsLimitsWhereAnEndpointStatesNone() {
        EndpointStated unlimited = new EndpointStated(
                "a/able@one",
                "a/able",
                "one",
                "a/able",
                null,
                null,
                "openai-chat",
                null,
                null,
                null,
                "active",
                List.of(),
                true,
                1);
        catalogue
                .apply(provider("one", true, false, true, 1))
                .apply(unlimited)
                .apply(price(unlimited.id(), NOW.minusSeconds(10), "1"));

        assertThat(offered("a/able", features(Set.of("text"), Set.of(), 1000, 500L), Preferences.NONE))
                .hasSize(1);
        assertThat(reason("a/able", features(Set.of("text"), Set.of(), 1001, null), Preferences.NONE))
                .isEqualTo("context_length: 1000");
        assertThat(reason("a/able", features(Set.of("text"), Set.of(), 1, 501L), Preferences.NONE))
                .isEqualTo("max_tokens: 500");
    }

    @Test
    void shouldTellTheReasonThatCameClosest() {
        offer("a/able", "one", null);
        offer("a/able", "two", null);
        catalogue.apply(provider("two", false, false, true, 2));

        Eligible eligible = new Eligibility(catalogue.snapshot())
                .filter("a/able", features(Set.of("text"), Set.of(), 5000, null), Preferences.NONE, NOW);

        assertThat(eligible.closestRefusal())
                .hasValueSatisfying(
                        refusal -> assertThat(refusal.reason().errorType()).isEqualTo("context_length_exceeded"));
    }

    private List<String> offered(String model, PromptFeatures features, Preferences preferences) {
        return new Eligibility(catalogue.snapshot())
                .filter(model, features, preferences, NOW).offers().stream()
                        .map(offer -> offer.endpoint().id())
                        .toList();
    }

    private @Nullable String reason(String model, PromptFeatures features, Preferences preferences) {
        Eligible eligible = new Eligibility(catalogue.snapshot()).filter(model, features, preferences, NOW);
        assertThat(eligible.offers()).isEmpty();
        return eligible.reasons().values().stream().findFirst().orElse(null);
    }

    private void offer(String model, String provider, @Nullable String tier) {
        EndpointStated endpoint = endpoint(model, provider, tier);
        catalogue
                .apply(provider(provider, true, false, true, 1))
                .apply(endpoint)
                .apply(price(endpoint.id(), NOW.minusSeconds(10), "1"));
    }

    private static ModelStated model(String id, String kind, List<String> input, @Nullable Boolean able) {
        return new ModelStated(
                id,
                id,
                "a",
                kind,
                "active",
                null,
                1000L,
                500L,
                input,
                List.of("text"),
                able,
                able,
                able,
                null,
                null,
                null,
                1);
    }

    private static ProviderStated provider(
            String slug, boolean enabled, boolean live, boolean simulated, long revision) {
        return new ProviderStated(
                slug,
                slug,
                "http://" + slug,
                "openai-chat",
                null,
                null,
                enabled,
                live,
                true,
                simulated,
                null,
                null,
                revision);
    }

    private static EndpointStated endpoint(String model, String provider, @Nullable String tier) {
        return endpoint(model, provider, tier, "openai-chat", 1);
    }

    private static EndpointStated endpoint(
            String model, String provider, @Nullable String tier, String dialect, long revision) {
        return new EndpointStated(
                model + "@" + provider + (tier == null ? "" : "/" + tier),
                model,
                provider,
                model,
                tier,
                null,
                dialect,
                1000L,
                500L,
                null,
                "active",
                List.of("temperature", "tools", "stop"),
                true,
                revision);
    }

    private static PriceVersion price(String endpoint, Instant from, String usd) {
        return new PriceVersion(
                PriceVersion.idOf(endpoint, from),
                endpoint,
                from,
                List.of(
                        new MeterPrice(Meter.PROMPT, NanoUsd.parse(usd), 1_000_000, null),
                        new MeterPrice(Meter.COMPLETION, NanoUsd.parse(usd), 1_000_000, null)));
    }

    private static PromptFeatures features(
            Set<String> input, Set<String> parameters, long tokens, @Nullable Long maxOutput) {
        return new PromptFeatures(tokens, tokens, 0, input, Set.of("text"), parameters, maxOutput, 1);
    }

    private static Preferences preferences(
            List<String> only,
            List<String> ignore,
            Map<String, NanoUsd> maxPrice,
            @Nullable String dataCollection,
            boolean zeroDataRetention) {
        return new Preferences(
                List.of(),
                only,
                ignore,
                true,
                false,
                List.of(),
                null,
                maxPrice,
                dataCollection,
                zeroDataRetention,
                null);
    }
}
