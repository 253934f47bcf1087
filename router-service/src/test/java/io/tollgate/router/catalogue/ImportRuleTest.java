package io.tollgate.router.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.catalogue.document.CatalogueDocument;
import io.tollgate.catalogue.document.CatalogueReader;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.PriceVersion;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImportRuleTest {

    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
    private static final Liveness SIMULATED = new Liveness(Set.of(), true);
    private static final StoredCatalogue NOTHING =
            new StoredCatalogue(List.of(), List.of(), List.of(), List.of(), Set.of(), 0);
    private static final String SHOP = """
            providers:
              - {slug: here, name: Here, dialect: openai-chat, base_url: "http://127.0.0.1:8000/v1"}
            models:
              - id: we/small
                name: Small
                kind: chat
                status: active
                input: [text]
                output: [text]
                endpoints:
                  - provider: here
                    model: small
                    status: active
                    prices:
                      - {from: "2026-01-01", prompt: "1", completion: "2"}
            """;

    @Test
    void shouldStateEverythingOnceAndThenNothing() {
        ImportPlan first = plan(SHOP, NOTHING, SIMULATED);

        assertThat(first.models()).hasSize(1);
        assertThat(first.providers()).hasSize(1);
        assertThat(first.endpoints()).hasSize(1);
        assertThat(first.prices()).hasSize(1);
        assertThat(plan(SHOP, stored(first), SIMULATED).isEmpty()).isTrue();
    }

    @Test
    void shouldAddALaterPriceAsStated() {
        StoredCatalogue stored = stored(plan(SHOP, NOTHING, SIMULATED));
        String later = SHOP + "          - {from: \"2026-06-01\", prompt: \"3\", completion: \"4\"}\n";

        ImportPlan plan = plan(later, stored, SIMULATED);

        assertThat(plan.prices())
                .singleElement()
                .satisfies(version -> assertThat(version.id()).isEqualTo("we/small@here#2026-06-01T00:00:00Z"));
        assertThat(plan.endpoints()).isEmpty();
    }

    @Test
    void shouldAddAChangedPriceFromNowOnAndNeverEdit() {
        StoredCatalogue before = stored(plan(SHOP, NOTHING, SIMULATED));
        String changed = SHOP.replace("prompt: \"1\"", "prompt: \"5\"");

        ImportPlan plan = plan(changed, before, SIMULATED);

        PriceVersion added = plan.prices().getFirst();
        assertThat(added.validFrom()).isEqualTo(NOW);
        assertThat(added.prices().getFirst().price()).isEqualTo(NanoUsd.parse("5"));
        StoredCatalogue after = new StoredCatalogue(
                before.models(),
                before.providers(),
                before.endpoints(),
                List.of(before.prices().getFirst(), added),
                Set.of(),
                9);
        assertThat(plan(changed, after, SIMULATED).isEmpty()).isTrue();
        assertThat(after.revision()).isEqualTo(9);
    }

    @Test
    void shouldStateProvidersAgainWhenOneIsSwitchedOrGoesLive() {
        StoredCatalogue stored = stored(plan(SHOP, NOTHING, SIMULATED));
        StoredCatalogue switchedOff = new StoredCatalogue(
                stored.models(), stored.providers(), stored.endpoints(), stored.prices(), Set.of("here"), 0);

        assertThat(plan(SHOP, switchedOff, SIMULATED).providers())
                .singleElement()
                .satisfies(provider -> assertThat(provider.enabled()).isFalse());
        assertThat(plan(SHOP, stored, new Liveness(Set.of("here"), false)).providers())
                .singleElement()
                .satisfies(provider -> {
                    assertThat(provider.live()).isTrue();
                    assertThat(provider.revision()).isEqualTo(8);
                });
    }

    @Test
    void shouldDisableWhatLeft() {
        StoredCatalogue stored = stored(plan(SHOP, NOTHING, SIMULATED));

        ImportPlan plan = plan("models: []", stored, SIMULATED);

        assertThat(plan.endpoints())
                .singleElement()
                .satisfies(gone -> assertThat(gone.enabled()).isFalse());
        assertThat(plan.providers())
                .singleElement()
                .satisfies(gone -> assertThat(gone.enabled()).isFalse());
        assertThat(plan.prices()).isEmpty();
    }

    private static ImportPlan plan(String content, StoredCatalogue stored, Liveness liveness) {
        CatalogueDocument document = new CatalogueReader().text("shop.yaml", content);
        return ImportRule.plan(document, stored, liveness, stored.models().isEmpty() ? 7 : 8, NOW);
    }

    private static StoredCatalogue stored(ImportPlan plan) {
        return new StoredCatalogue(plan.models(), plan.providers(), plan.endpoints(), plan.prices(), Set.of(), 0);
    }
}
