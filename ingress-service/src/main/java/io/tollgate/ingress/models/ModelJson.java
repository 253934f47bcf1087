package io.tollgate.ingress.models;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.catalogue.EndpointStated;
import io.tollgate.contracts.catalogue.ModelStated;
import io.tollgate.contracts.catalogue.ProviderStated;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.dialects.json.WireJson;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue as callers read it: OpenRouter's fields, each one that a client insists on always present, and ours beside them:
 * {@code fee_rate} (our part on top of the provider's price), {@code callable} and {@code serving}.
 */
final class ModelJson {

    private static final String TOKENIZER = "Other";
    private static final String NONE = "none";

    private final String feeRate;

    ModelJson(int feeBasisPoints) {
        this.feeRate = PriceText.rate(feeBasisPoints);
    }

    ObjectNode model(ListedModel listed) {
        ModelStated model = listed.model();
        ListedEndpoint best = listed.best().orElse(null);
        ObjectNode json = WireJson.object();
        json.put("id", model.id());
        json.put("canonical_slug", model.id());
        json.put("name", model.name());
        json.put("created", created(listed));
        json.put("description", description(listed));
        json.put("context_length", model.contextLength());
        json.put("hugging_face_id", model.huggingFaceId());
        json.set("architecture", architecture(model));
        json.set("pricing", PricingJson.of(best == null ? null : best.prices()));
        json.put("fee_rate", feeRate);
        json.put("callable", listed.callable());
        json.put("serving", listed.serving());
        json.set("top_provider", topProvider(model, best));
        json.putNull("per_request_limits");
        json.set("supported_parameters", texts(listed.supportedParameters()));
        json.putNull("supported_voices");
        json.putNull("default_parameters");
        json.put("knowledge_cutoff", model.knowledgeCutoff());
        json.putNull("expiration_date");
        if (Boolean.TRUE.equals(model.reasoning())) {
            json.putObject("reasoning").put("mandatory", false);
        }
        json.put("status", model.status());
        json.put("kind", model.kind());
        json.putObject("links").put("details", "/api/v1/models/" + model.id() + "/endpoints");
        return json;
    }

    ObjectNode modelWithEndpoints(ListedModel listed) {
        ModelStated model = listed.model();
        ObjectNode json = WireJson.object();
        json.put("id", model.id());
        json.put("name", model.name());
        json.put("created", created(listed));
        json.put("description", description(listed));
        json.set("architecture", architecture(model));
        json.put("callable", listed.callable());
        json.put("serving", listed.serving());
        ArrayNode endpoints = json.putArray("endpoints");
        listed.endpoints().forEach(each -> endpoints.add(endpoint(each)));
        return json;
    }

    ObjectNode endpoint(ListedEndpoint listed) {
        ModelStated model = listed.model();
        EndpointStated endpoint = listed.endpoint();
        ObjectNode json = WireJson.object();
        json.put("id", endpoint.id());
        json.put("name", listed.provider().name() + " | " + model.id());
        json.put("model_id", model.id());
        json.put("model_name", model.name());
        json.put("provider_name", listed.provider().name());
        json.put("tag", listed.tag());
        json.put("context_length", contextLength(model, endpoint));
        json.set("pricing", PricingJson.of(listed.prices()));
        json.put("fee_rate", feeRate);
        json.put("quantization", endpoint.quantization());
        json.put("max_completion_tokens", endpoint.maxCompletionTokens());
        json.putNull("max_prompt_tokens");
        json.set("supported_parameters", texts(endpoint.supportedParameters()));
        json.put("supports_implicit_caching", hasPrice(listed.prices(), Meter.CACHED_PROMPT));
        boolean toolChoice = endpoint.supportedParameters().contains("tool_choice");
        json.putObject("supports_tool_choice")
                .put("auto", toolChoice)
                .put("none", toolChoice)
                .put("required", toolChoice)
                .put("function", toolChoice);
        json.putNull("uptime_last_5m");
        json.putNull("uptime_last_30m");
        json.putNull("uptime_last_1d");
        json.putNull("latency_last_30m");
        json.putNull("throughput_last_30m");
        json.put("status", listed.callable() ? 0 : -10);
        json.put("callable", listed.callable());
        json.put("serving", serving(listed));
        return json;
    }

    ObjectNode provider(ProviderStated provider) {
        ObjectNode json = WireJson.object();
        json.put("name", provider.name());
        json.put("slug", provider.slug());
        json.putNull("privacy_policy_url");
        json.putNull("terms_of_service_url");
        json.putNull("status_page_url");
        json.put("headquarters", provider.headquarters());
        json.putNull("datacenters");
        json.put("docs_url", provider.docsUrl());
        String serving = serving(provider);
        json.put("callable", !serving.equals(NONE));
        json.put("serving", serving);
        return json;
    }

    private static String serving(ProviderStated provider) {
        if (!provider.enabled() || !provider.callable() || !provider.reachable()) {
            return NONE;
        }
        return provider.live() ? "live" : "simulated";
    }

    private static String serving(ListedEndpoint listed) {
        if (!listed.callable()) {
            return NONE;
        }
        return listed.simulated() ? "simulated" : "live";
    }

    private static long created(ListedModel listed) {
        return listed.created().atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }

    private static String description(ListedModel listed) {
        return listed.callable() ? "" : "Cannot be called here: " + listed.reason() + ".";
    }

    private static ObjectNode architecture(ModelStated model) {
        ObjectNode json = WireJson.object();
        json.put(
                "modality",
                String.join("+", model.inputModalities()) + "->" + String.join("+", model.outputModalities()));
        json.set("input_modalities", texts(model.inputModalities()));
        json.set("output_modalities", texts(model.outputModalities()));
        json.put("tokenizer", TOKENIZER);
        json.putNull("instruct_type");
        return json;
    }

    private static ObjectNode topProvider(ModelStated model, @Nullable ListedEndpoint best) {
        ObjectNode json = WireJson.object();
        json.put("is_moderated", false);
        if (best == null) {
            json.put("context_length", model.contextLength());
            json.put("max_completion_tokens", model.maxCompletionTokens());
        } else {
            Long context = best.endpoint().contextLength();
            Long most = best.endpoint().maxCompletionTokens();
            json.put("context_length", context == null ? model.contextLength() : context);
            json.put("max_completion_tokens", most == null ? model.maxCompletionTokens() : most);
        }
        return json;
    }

    private static long contextLength(ModelStated model, EndpointStated endpoint) {
        Long own = endpoint.contextLength();
        Long length = own == null ? model.contextLength() : own;
        return length == null ? 0 : length;
    }

    private static boolean hasPrice(@Nullable PriceVersion version, Meter meter) {
        return version != null && version.prices().stream().anyMatch(price -> price.meter() == meter);
    }

    private static ArrayNode texts(Collection<String> texts) {
        ArrayNode json = WireJson.mapper().createArrayNode();
        List.copyOf(texts).forEach(json::add);
        return json;
    }
}
