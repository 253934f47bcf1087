package io.tollgate.catalogue.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.catalogue.CatalogueAssembly;
import io.tollgate.catalogue.CatalogueSnapshot;
import io.tollgate.catalogue.Eligibility;
import io.tollgate.contracts.catalogue.ModelStated;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.MeterPrice;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.request.Preferences;
import io.tollgate.contracts.request.PromptFeatures;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The catalogue of this build: no contradictions, and as large as it claims to be. */
class PackagedCatalogueTest {

    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
    private final CatalogueDocument document = new CatalogueReader().packaged();

    @Test
    void shouldHaveNoContradictions() {
        assertThat(CatalogueCheck.problems(document)).isEmpty();
    }

    @Test
    void shouldBeChecked() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);

        int exit = CatalogueCheckCommand.run(List.of(), printed, printed);

        assertThat(exit).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("511 models, 1674 endpoints, 92 providers");
    }

    @Test
    void shouldOfferEveryPricedChatModelOfACallableProvider() {
        CatalogueSnapshot snapshot = snapshot();
        Eligibility eligibility = new Eligibility(snapshot);
        PromptFeatures hello = new PromptFeatures(10, 100, 0, Set.of("text"), Set.of("text"), Set.of(), null, 1);

        Set<String> servable = snapshot.models().stream()
                .map(ModelStated::id)
                .filter(model -> !eligibility
                        .filter(model, hello, Preferences.NONE, NOW)
                        .offers()
                        .isEmpty())
                .collect(Collectors.toSet());

        assertThat(servable).hasSizeGreaterThan(420).contains("deepseek/deepseek-v4-pro", "openai/gpt-6-sol");
    }

    @Test
    void shouldKeepEarlierPricesAndLongContextSteps() {
        CatalogueSnapshot snapshot = snapshot();

        assertThat(snapshot.priceVersions()).isEqualTo(1870);
        PriceVersion dated =
                snapshot.priceAt("google/gemini-2.5-pro@google-ai-studio", NOW).orElseThrow();
        assertThat(dated.prices())
                .contains(
                        new MeterPrice(Meter.PROMPT, NanoUsd.parse("1.25"), 1_000_000, null),
                        new MeterPrice(Meter.PROMPT, NanoUsd.parse("2.5"), 1_000_000, 200_000L));
        List<PriceVersion> history = snapshot.pricesOf("aisingapore/gemma-sea-lion-v4-27b-it@cloudflare");
        assertThat(history).hasSize(2);
        assertThat(snapshot.priceAt(history.getFirst().endpoint(), Instant.parse("2026-03-01T00:00:00Z")))
                .contains(history.getFirst());
        assertThat(snapshot.priceAt(history.getFirst().endpoint(), Instant.parse("2026-01-01T00:00:00Z")))
                .isEmpty();
    }

    private CatalogueSnapshot snapshot() {
        Map<String, ProviderEntry> providers = document.providers().stream()
                .map(Located::entry)
                .collect(Collectors.toMap(ProviderEntry::slug, provider -> provider));
        Map<String, ModelEntry> models = document.models().stream()
                .map(Located::entry)
                .collect(Collectors.toMap(ModelEntry::id, model -> model));
        CatalogueAssembly assembly = new CatalogueAssembly();
        providers.values().forEach(provider -> assembly.apply(Statements.provider(provider, true, false, true, 1)));
        models.values().forEach(model -> assembly.apply(Statements.model(model, 1)));
        for (Located<EndpointEntry> located : document.endpoints()) {
            EndpointEntry endpoint = located.entry();
            ModelEntry model = models.get(endpoint.of());
            ProviderEntry provider = providers.get(endpoint.provider());
            if (model != null && provider != null) {
                assembly.apply(Statements.endpoint(endpoint, model, provider, 1));
            }
            Statements.prices(endpoint).forEach(assembly::apply);
        }
        return assembly.snapshot();
    }
}
