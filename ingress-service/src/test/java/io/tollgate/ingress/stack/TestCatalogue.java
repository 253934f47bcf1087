package io.tollgate.ingress.stack;

import io.tollgate.contracts.Event;
import io.tollgate.contracts.catalogue.EndpointStated;
import io.tollgate.contracts.catalogue.ModelStated;
import io.tollgate.contracts.catalogue.ProviderStated;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.MeterPrice;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.price.PriceVersionStated;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A small catalogue for tests: chat models, one of them at a provider that keeps nothing, one that nobody can call, an embedding model. */
public final class TestCatalogue {

    public static final String MODEL = "acme/chat";
    public static final String SECOND = "acme/second";
    public static final String SILENT = "acme/silent";
    public static final String EMBEDDING = "acme/embed";

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final long MILLION = 1_000_000;

    private TestCatalogue() {}

    public static List<Event> statements() {
        List<Event> all = new ArrayList<>();
        all.add(provider("openai", true, null));
        all.add(provider("groq", true, null));
        all.add(provider("mute", false, null));
        all.add(provider("vault", true, true));
        all.add(model(MODEL, "chat", 128_000L));
        all.add(model(SECOND, "chat", 8_000L));
        all.add(model(SILENT, "chat", 8_000L));
        all.add(model(EMBEDDING, "embedding", 8_000L));
        offer(all, MODEL, "openai", "2.5", "10", true);
        offer(all, MODEL, "groq", "0.6", "0.8", false);
        offer(all, SECOND, "groq", "0.1", "0.2", false);
        offer(all, SECOND, "vault", "0.2", "0.3", false);
        offer(all, SILENT, "mute", "1", "1", false);
        offer(all, EMBEDDING, "openai", "0.02", "0", false);
        return all;
    }

    private static ProviderStated provider(String slug, boolean callable, @Nullable Boolean keepsNothing) {
        return new ProviderStated(
                slug,
                slug.toUpperCase(Locale.ROOT),
                null,
                "openai-chat",
                "US",
                null,
                true,
                false,
                callable,
                true,
                null,
                keepsNothing,
                1);
    }

    private static ModelStated model(String id, String kind, long context) {
        return new ModelStated(
                id,
                "Acme " + id.substring(5),
                "acme",
                kind,
                "active",
                LocalDate.of(2026, 1, 2),
                context,
                4096L,
                List.of("text", "image"),
                List.of("text"),
                true,
                null,
                true,
                null,
                null,
                null,
                1);
    }

    private static void offer(
            List<Event> all, String model, String provider, String prompt, String completion, boolean longContext) {
        String id = model + "@" + provider;
        all.add(new EndpointStated(
                id,
                model,
                provider,
                model,
                null,
                null,
                "openai-chat",
                model.equals(SECOND) ? (Long) 8_000L : null,
                4096L,
                null,
                "active",
                List.of("tools", "tool_choice", "temperature", "max_tokens", "response_format", "structured_outputs"),
                true,
                1));
        List<MeterPrice> prices = new ArrayList<>();
        prices.add(price(Meter.PROMPT, prompt, null));
        prices.add(price(Meter.COMPLETION, completion, null));
        if (longContext) {
            prices.add(price(Meter.CACHED_PROMPT, "0.25", null));
            prices.add(price(Meter.PROMPT, "5", 64_000L));
            prices.add(price(Meter.COMPLETION, "15", 64_000L));
        }
        all.add(new PriceVersionStated(new PriceVersion(PriceVersion.idOf(id, FROM), id, FROM, prices)));
    }

    private static MeterPrice price(Meter meter, String usdPerMillion, @Nullable Long above) {
        return new MeterPrice(meter, NanoUsd.parse(usdPerMillion), MILLION, above);
    }
}
