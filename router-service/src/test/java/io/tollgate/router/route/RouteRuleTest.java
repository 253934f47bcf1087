package io.tollgate.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.catalogue.CatalogueAssembly;
import io.tollgate.catalogue.Eligibility;
import io.tollgate.catalogue.document.ProviderEntry;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.attempt.AttemptFinished;
import io.tollgate.contracts.catalogue.EndpointStated;
import io.tollgate.contracts.catalogue.ModelStated;
import io.tollgate.contracts.catalogue.ProviderStated;
import io.tollgate.contracts.dispatch.Stop;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.MeterPrice;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.request.InferenceRequested;
import io.tollgate.contracts.request.Preferences;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.router.Requests;
import io.tollgate.router.health.EndpointHealth;
import io.tollgate.router.route.RouteDecision.Expired;
import io.tollgate.router.route.RouteDecision.Routed;
import io.tollgate.router.route.RouteDecision.Unroutable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteRuleTest {

    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    private final CatalogueAssembly catalogue = new CatalogueAssembly();
    private final Map<String, ProviderEntry> providers = new HashMap<>();
    private final EndpointHealth health = new EndpointHealth(Duration.ofSeconds(30));

    @Test
    void shouldRouteToTheSimulatorInThePlaceOfAProvider() {
        offer("a/m", "one", "1", "active", false, "https://one.example/v1");

        Routed routed = routed(Requests.text(List.of("a/m"), Preferences.NONE, "1", NOW));

        assertThat(routed.route()).singleElement().satisfies(stop -> {
            assertThat(stop.baseUrl()).isEqualTo("http://sim/openai-chat/one");
            assertThat(stop.simulated()).isTrue();
            assertThat(stop.credential()).isEqualTo("simulator");
            assertThat(stop.prices().validFrom()).isEqualTo(NOW.minusSeconds(100));
        });
    }

    @Test
    void shouldCallALiveProviderItselfAndOnlyAtAWholeAddress() {
        offer("a/m", "one", "1", "active", true, "https://one.example/v1");
        offer("a/m", "two", "1", "active", true, "https://{resource}.example/v1");

        Routed routed = routed(Requests.text(List.of("a/m"), Preferences.NONE, "1", NOW));

        assertThat(routed.route()).extracting(Stop::baseUrl).containsExactly("https://one.example/v1");
        assertThat(routed.filtered()).containsEntry("a/m@two", "address_incomplete");
    }

    @Test
    void shouldDrawByPriceAndOrderTheRestByPrice() {
        offer("a/m", "cheap", "1", "active", false, "http://x");
        offer("a/m", "dear", "3", "active", false, "http://x");
        int cheapFirst = 0;
        for (int i = 0; i < 2000; i++) {
            Routed routed = routed(Requests.text(List.of("a/m"), Preferences.NONE, "1", NOW));
            assertThat(routed.route()).hasSize(2);
            cheapFirst += providersOf(routed).getFirst().equals("cheap") ? 1 : 0;
        }

        // nine to one
        assertThat(cheapFirst).isBetween(1700, 1900);
    }

    @Test
    void shouldDecideTheSameRequestTheSameWay() {
        offer("a/m", "one", "1", "active", false, "http://x");
        offer("a/m", "two", "1", "active", false, "http://x");
        offer("a/m", "three", "1", "active", false, "http://x");
        InferenceRequested request = Requests.text(List.of("a/m"), Preferences.NONE, "1", NOW);

        RouteDecision first = decide(request, NOW);
        for (int i = 0; i < 20; i++) {
            assertThat(decide(request, NOW)).isEqualTo(first);
        }
    }

    @Test
    void shouldTryTheUnsoundLast() {
        offer("a/m", "out", "1", "active", false, "http://x");
        offer("a/m", "old", "1", "deprecated", false, "http://x");
        offer("a/m", "dear", "9", "active", false, "http://x");
        String request = Ids.newRequestId();
        health.heard(new AttemptFinished(
                Ids.attemptId(request, 1),
                request,
                1,
                "acct",
                "a/m@out",
                "a/m",
                "out",
                Outcome.FAILED,
                500,
                null,
                null,
                null,
                NOW));

        assertThat(providersOf(routed(Requests.text(List.of("a/m"), Preferences.NONE, "1", NOW))))
                .startsWith("dear")
                .hasSize(3);
    }

    @Test
    void shouldFollowTheCallersOrder() {
        offer("a/m", "one", "1", "active", false, "http://x");
        offer("a/m", "two", "2", "active", false, "http://x");
        offer("a/m", "three", "9", "active", false, "http://x");

        assertThat(providersOf(routed(Requests.text(
                        List.of("a/m"), Requests.preferring(List.of("three", "two"), List.of(), true), "1", NOW))))
                .containsExactly("three", "two", "one");
        assertThat(providersOf(routed(Requests.text(
                        List.of("a/m"), Requests.preferring(List.of("three", "two"), List.of(), false), "1", NOW))))
                .containsExactly("three");
    }

    @Test
    void shouldLeaveOutWhatTheHoldDoesNotCover() {
        offer("a/m", "cheap", "1", "active", false, "http://x");
        offer("a/m", "dear", "1000", "active", false, "http://x");

        // 100 prompt and 50 output tokens at 1 USD a million, and 5 %
        Routed routed = routed(Requests.text(List.of("a/m"), Preferences.NONE, "0.000157500", NOW));
        assertThat(providersOf(routed)).containsExactly("cheap");
        assertThat(routed.filtered()).containsEntry("a/m@dear", "hold_too_small");
    }

    @Test
    void shouldCountOnMoreCreditWhereTheHoldCoversNothing() {
        offer("a/m", "cheap", "1", "active", false, "http://x");
        offer("a/m", "dear", "1000", "active", false, "http://x");

        Routed routed = routed(Requests.text(List.of("a/m"), Preferences.NONE, "0.000157499", NOW));
        assertThat(providersOf(routed)).containsExactly("cheap", "dear");
        assertThat(routed.filtered()).isEmpty();
    }

    @Test
    void shouldGiveEveryModelAStop() {
        for (String provider : List.of("p1", "p2", "p3", "p4", "p5", "p6")) {
            offer("a/m", provider, "1", "active", false, "http://x");
        }
        offer("b/n", "p1", "1", "active", false, "http://x");
        offer("c/o", "p1", "1", "active", false, "http://x");

        Routed routed = routed(Requests.text(List.of("a/m", "b/n", "c/o"), Preferences.NONE, "1", NOW));

        assertThat(routed.route()).extracting(Stop::model).containsExactly("a/m", "a/m", "a/m", "b/n", "c/o");
    }

    @Test
    void shouldSayWhyNobodyCanServe() {
        offer("a/m", "one", "1", "active", false, "http://x");

        assertThat(decide(Requests.text(List.of("a/none"), Preferences.NONE, "1", NOW), NOW))
                .isEqualTo(new Unroutable("not_found", Map.of()));
        assertThat(decide(
                        Requests.text(List.of("a/m"), Requests.preferring(List.of(), List.of("two"), true), "1", NOW),
                        NOW))
                .isEqualTo(new Unroutable("not_found", Map.of("a/m@one", "not_in_only")));
    }

    @Test
    void shouldNotRouteAfterTheDeadline() {
        offer("a/m", "one", "1", "active", false, "http://x");
        InferenceRequested request = Requests.text(List.of("a/m"), Preferences.NONE, "1", NOW);

        assertThat(decide(request, request.deadline())).isInstanceOf(Expired.class);
        assertThat(decide(request, request.deadline().minusMillis(1))).isInstanceOf(Routed.class);
    }

    private RouteDecision decide(InferenceRequested request, Instant now) {
        Eligibility eligibility = new Eligibility(catalogue.snapshot());
        return new RouteRule(eligibility, new Stops(URI.create("http://sim/"), providers), health, 5)
                .decide(request, now);
    }

    private Routed routed(InferenceRequested request) {
        RouteDecision decision = decide(request, NOW);
        assertThat(decision).isInstanceOf(Routed.class);
        return (Routed) decision;
    }

    @Test
    void shouldTryTheTierThatTheCallerPrefersFirst() {
        offer("a/m", "cheap", "1", "active", false, "http://x");
        offer("a/m", "one", "2", "active", false, "http://x");
        offer("a/m", "one", "flex", "9", "active", false, "http://x");
        Preferences flex = new Preferences(
                List.of(), List.of(), List.of(), true, false, List.of(), null, Map.of(), null, false, "flex");
        Preferences flexAtOne = new Preferences(
                List.of("one"), List.of(), List.of(), true, false, List.of(), null, Map.of(), null, false, "flex");

        for (int i = 0; i < 50; i++) {
            Routed routed = routed(Requests.text(List.of("a/m"), flex, "1", NOW));
            assertThat(routed.route()).hasSize(3).extracting(Stop::endpoint).startsWith("a/m@one/flex");
            assertThat(routed.route().getFirst().tier()).isEqualTo("flex");
            assertThat(routed.considered()).isEqualTo(3);
        }
        assertThat(routed(Requests.text(List.of("a/m"), flexAtOne, "1", NOW)).route())
                .extracting(Stop::endpoint)
                .containsExactly("a/m@one/flex", "a/m@one", "a/m@cheap");
        Routed ordinary = routed(Requests.text(List.of("a/m"), Preferences.NONE, "1", NOW));
        assertThat(ordinary.route()).extracting(Stop::tier).containsOnlyNulls();
        assertThat(ordinary.filtered()).containsEntry("a/m@one/flex", "tier_not_named: flex");
        assertThat(ordinary.considered()).isEqualTo(3);
    }

    private static List<String> providersOf(Routed routed) {
        return routed.route().stream().map(Stop::provider).toList();
    }

    private void offer(String model, String provider, String usd, String status, boolean live, String baseUrl) {
        offer(model, provider, null, usd, status, live, baseUrl);
    }

    private void offer(
            String model,
            String provider,
            @Nullable String tier,
            String usd,
            String status,
            boolean live,
            String baseUrl) {
        String id = model + "@" + provider + (tier == null ? "" : "/" + tier);
        catalogue
                .apply(new ModelStated(
                        model,
                        model,
                        "a",
                        "chat",
                        "active",
                        null,
                        null,
                        null,
                        List.of("text"),
                        List.of("text"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        1))
                .apply(new ProviderStated(
                        provider, provider, baseUrl, "openai-chat", null, null, true, live, true, true, null, null, 1))
                .apply(new EndpointStated(
                        id,
                        model,
                        provider,
                        model,
                        tier,
                        null,
                        "openai-chat",
                        null,
                        null,
                        null,
                        status,
                        List.of(),
                        true,
                        1))
                .apply(new PriceVersion(
                        PriceVersion.idOf(id, NOW.minusSeconds(100)),
                        id,
                        NOW.minusSeconds(100),
                        List.of(
                                new MeterPrice(Meter.PROMPT, NanoUsd.parse(usd), 1_000_000, null),
                                new MeterPrice(Meter.COMPLETION, NanoUsd.parse(usd), 1_000_000, null))));
        providers.put(
                provider,
                new ProviderEntry(
                        provider,
                        provider,
                        "openai-chat",
                        baseUrl,
                        null,
                        new ProviderEntry.Key("ONE_KEY", null, null),
                        null,
                        null,
                        null,
                        null,
                        null));
    }
}
