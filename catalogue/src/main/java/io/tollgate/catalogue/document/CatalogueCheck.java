package io.tollgate.catalogue.document;

import java.net.URI;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds what cannot be in a catalogue. Reports every problem with file and place, not only the first. */
public final class CatalogueCheck {

    private static final Pattern MODEL = Pattern.compile("[a-z0-9][a-z0-9._-]*/[a-z0-9][a-z0-9._-]*");
    private static final Pattern PART = Pattern.compile("[a-z0-9][a-z0-9._-]*");
    private static final Pattern ENV = Pattern.compile("[A-Z][A-Z0-9_]*");
    private static final Pattern BRACES = Pattern.compile("\\{[^}]*}");
    private static final Set<String> KINDS = Set.of("chat", "embedding", "image", "rerank", "classifier", "audio");
    private static final Set<String> STATUSES = Set.of("active", "beta", "deprecated", "unconfirmed", "legacy");
    private static final Set<String> INPUTS = Set.of("text", "image", "file", "audio", "video");
    private static final Set<String> OUTPUTS =
            Set.of("text", "image", "audio", "speech", "video", "embeddings", "rerank", "classification");
    private static final Set<String> QUANTIZATIONS =
            Set.of("int4", "int8", "fp4", "mxfp4", "nvfp4", "fp6", "fp8", "mxfp8", "fp16", "bf16", "fp32", "unknown");

    /** Wire formats that catalogue files may name, those without a translation included. */
    private static final Set<String> DIALECTS = Set.of(
            "openai-chat",
            "openai-responses",
            "anthropic-messages",
            "gemini-generate-content",
            "bedrock",
            "cohere",
            "watsonx",
            "jina-embeddings",
            "voyage-embeddings",
            "vertex-partner",
            "perplexity-async");

    private final List<Problem> problems = new ArrayList<>();

    private CatalogueCheck() {}

    /** All that is wrong with a catalogue; empty if nothing is. */
    public static List<Problem> problems(CatalogueDocument document) {
        CatalogueCheck check = new CatalogueCheck();
        check.check(document);
        return List.copyOf(check.problems);
    }

    /**
     * The catalogue, if nothing is wrong with it.
     *
     * @throws CatalogueRefusedException otherwise
     */
    public static CatalogueDocument checked(CatalogueDocument document) {
        List<Problem> problems = problems(document);
        if (!problems.isEmpty()) {
            throw new CatalogueRefusedException(problems);
        }
        return document;
    }

    private void check(CatalogueDocument document) {
        refuseRepeats(document.providers(), ProviderEntry::slug, "provider");
        refuseRepeats(document.models(), ModelEntry::id, "model");
        refuseRepeats(document.endpoints(), EndpointEntry::id, "endpoint");
        document.providers().forEach(this::checkProvider);
        document.models().forEach(this::checkModel);
        Set<String> providers = ids(document.providers(), ProviderEntry::slug);
        Set<String> models = ids(document.models(), ModelEntry::id);
        document.endpoints().forEach(endpoint -> checkEndpoint(endpoint, providers, models));
    }

    private <T> void refuseRepeats(List<Located<T>> entries, Function<T, String> idOf, String what) {
        Map<String, Located<T>> seen = new HashMap<>();
        for (Located<T> entry : entries) {
            String id = idOf.apply(entry.entry());
            Located<T> first = id == null ? null : seen.putIfAbsent(id, entry);
            if (first != null) {
                report(entry, "", what + " " + id + " stands already in " + first.file() + ": " + first.path());
            }
        }
    }

    private static <T> Set<String> ids(List<Located<T>> entries, Function<T, String> idOf) {
        return entries.stream()
                .map(Located::entry)
                .map(idOf)
                .filter(id -> id != null)
                .collect(Collectors.toSet());
    }

    private void checkProvider(Located<ProviderEntry> at) {
        ProviderEntry provider = at.entry();
        requireMatch(at, "slug", provider.slug(), PART);
        requireText(at, "name", provider.name());
        requireOneOf(at, "dialect", provider.dialect(), DIALECTS);
        checkUrl(at, "base_url", provider.baseUrl());
        if (provider.alternative() != null) {
            requireOneOf(at, "alternative.dialect", provider.alternative().dialect(), DIALECTS);
        }
        if (provider.key() != null) {
            requireMatch(at, "key.env", provider.key().env(), ENV);
        }
        if (Boolean.TRUE.equals(provider.collectsData()) && Boolean.TRUE.equals(provider.zeroDataRetention())) {
            report(at, "zero_data_retention", "contradicts collects_data");
        }
    }

    private void checkModel(Located<ModelEntry> at) {
        ModelEntry model = at.entry();
        requireMatch(at, "id", model.id(), MODEL);
        requireText(at, "name", model.name());
        requireOneOf(at, "kind", model.kind(), KINDS);
        requireOneOf(at, "status", model.status(), STATUSES);
        requireAllOf(at, "input", model.input(), INPUTS);
        requireAllOf(at, "output", model.output(), OUTPUTS);
        requirePositive(at, "context", model.context());
        requirePositive(at, "max_output", model.maxOutput());
        if (model.created() != null) {
            try {
                LocalDate.parse(model.created());
            } catch (DateTimeException notADate) {
                report(at, "created", "is not a date: " + model.created());
            }
        }
    }

    private void checkEndpoint(Located<EndpointEntry> at, Set<String> providers, Set<String> models) {
        EndpointEntry endpoint = at.entry();
        if (endpoint.of() == null || !models.contains(endpoint.of())) {
            report(at, "of", "no model " + endpoint.of());
        }
        if (endpoint.provider() == null || !providers.contains(endpoint.provider())) {
            report(at, "provider", "no provider " + endpoint.provider());
        }
        requireText(at, "model", endpoint.model());
        if (endpoint.dialect() != null) {
            requireOneOf(at, "dialect", endpoint.dialect(), DIALECTS);
        }
        requireOneOf(at, "status", endpoint.status(), STATUSES);
        requirePositive(at, "context", endpoint.context());
        requirePositive(at, "max_output", endpoint.maxOutput());
        if (endpoint.tier() != null) {
            requireMatch(at, "tier", endpoint.tier(), PART);
        }
        if (endpoint.region() != null) {
            requireMatch(at, "region", endpoint.region(), PART);
        }
        if (endpoint.quantization() != null) {
            requireOneOf(at, "quantization", endpoint.quantization(), QUANTIZATIONS);
        }
        new PriceCheck(this, at).check(endpoint.versions());
    }

    private <T> void checkUrl(Located<T> at, String field, @Nullable String url) {
        if (url == null) {
            report(at, field, "is missing");
            return;
        }
        try {
            URI uri = URI.create(BRACES.matcher(url).replaceAll("x"));
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (!web || uri.getHost() == null || uri.getUserInfo() != null) {
                report(at, field, "is not the address of a web server: " + url);
            }
        } catch (IllegalArgumentException notAUrl) {
            report(at, field, "is not an address: " + url);
        }
    }

    private <T> void requireText(Located<T> at, String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            report(at, field, "is missing");
        }
    }

    private <T> void requireMatch(Located<T> at, String field, @Nullable String text, Pattern pattern) {
        if (text == null || !pattern.matcher(text).matches()) {
            report(at, field, text == null ? "is missing" : "must look like " + pattern + ": " + text);
        }
    }

    private <T> void requireOneOf(Located<T> at, String field, @Nullable String text, Set<String> known) {
        if (text == null || !known.contains(text)) {
            report(at, field, text == null ? "is missing" : "unknown: " + text);
        }
    }

    private <T> void requireAllOf(Located<T> at, String field, @Nullable Collection<String> texts, Set<String> known) {
        if (texts == null || texts.isEmpty()) {
            report(at, field, "is missing");
            return;
        }
        Set<String> unknown = new HashSet<>(texts);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            report(at, field, "unknown: " + String.join(", ", unknown));
        }
    }

    private <T> void requirePositive(Located<T> at, String field, @Nullable Long number) {
        if (number != null && number < 1) {
            report(at, field, "must be positive: " + number);
        }
    }

    <T> void report(Located<T> at, String field, String message) {
        String path = field.isEmpty() ? at.path() : at.path() + "." + field;
        problems.add(new Problem(at.file(), path, message));
    }
}
