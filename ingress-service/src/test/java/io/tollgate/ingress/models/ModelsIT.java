package io.tollgate.ingress.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.ingress.stack.IngressTest;
import io.tollgate.ingress.stack.ShortTimes;
import io.tollgate.ingress.stack.TestCatalogue;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ShortTimes.class)
class ModelsIT extends IngressTest {

    @Test
    void shouldListModelsWithEveryFieldThatClientsInsistOn() {
        JsonNode body = api().get("/api/v1/models", "").json();

        assertThat(body.at("/total_count").asInt()).isEqualTo(4);
        assertThat(body.at("/links").has("next")).isTrue();
        JsonNode model = find(body, TestCatalogue.MODEL);
        assertThat(List.of(
                        "id",
                        "name",
                        "canonical_slug",
                        "created",
                        "context_length",
                        "architecture",
                        "pricing",
                        "top_provider",
                        "per_request_limits",
                        "supported_parameters",
                        "supported_voices",
                        "default_parameters",
                        "links"))
                .allMatch(model::has);
        // the cheapest endpoint stands for the model
        assertThat(model.at("/pricing/prompt").asText()).isEqualTo("0.0000006");
        assertThat(model.at("/fee_rate").asText()).isEqualTo("0.05");
        assertThat(model.at("/serving").asText()).isEqualTo("simulated");
        assertThat(model.at("/created").asLong()).isEqualTo(1_767_312_000);
        JsonNode silent = find(body, TestCatalogue.SILENT);
        assertThat(silent.at("/callable").asBoolean()).isFalse();
        assertThat(silent.at("/description").asText()).contains("dialect");
        assertThat(find(body, TestCatalogue.EMBEDDING).at("/callable").asBoolean())
                .isFalse();
    }

    @Test
    void shouldShowEndpointsWithStepsAndOurFee() {
        JsonNode data =
                api().get("/api/v1/models/acme/chat/endpoints", "").json().at("/data");

        assertThat(List.of("tokenizer", "instruct_type", "modality", "input_modalities", "output_modalities"))
                .allMatch(data.at("/architecture")::has);
        JsonNode openai = endpoint(data, "openai");
        assertThat(openai.at("/pricing/prompt").asText()).isEqualTo("0.0000025");
        assertThat(openai.at("/pricing/input_cache_read").asText()).isEqualTo("0.00000025");
        assertThat(openai.at("/pricing/overrides/0/min_prompt_tokens").asLong()).isEqualTo(64_000);
        assertThat(openai.at("/pricing/overrides/0/prompt").asText()).isEqualTo("0.000005");
        assertThat(openai.at("/supports_implicit_caching").asBoolean()).isTrue();
        assertThat(openai.at("/context_length").asLong()).isEqualTo(128_000);
        assertThat(List.of("uptime_last_5m", "latency_last_30m", "throughput_last_30m", "max_prompt_tokens"))
                .allMatch(openai::has);
    }

    @Test
    void shouldFilterAndPage() {
        JsonNode first = api().get("/api/v1/models?limit=3&q=acme", "").json();
        assertThat(first.at("/data")).hasSize(3);
        assertThat(first.at("/links/next").asText()).isEqualTo("/api/v1/models?offset=3&limit=3&q=acme");
        assertThat(api().get(first.at("/links/next").asText(), "").json().at("/data"))
                .hasSize(1);
        assertThat(api().get("/api/v1/models?q=second&category=x", "")
                        .json()
                        .at("/total_count")
                        .asInt())
                .isEqualTo(1);
        assertThat(api().get("/api/v1/models?supported_parameters=tools,seed", "")
                        .json()
                        .at("/total_count")
                        .asInt())
                .isZero();
        assertThat(api().get("/api/v1/models?sort=price", "")
                        .json()
                        .at("/data/0/id")
                        .asText())
                .isEqualTo(TestCatalogue.EMBEDDING);
        assertThat(api().get("/api/v1/embeddings/models", "")
                        .json()
                        .at("/total_count")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void shouldServeTheRest() {
        assertThat(api().get("/api/v1/model/acme/chat", "")
                        .json()
                        .at("/data/id")
                        .asText())
                .isEqualTo(TestCatalogue.MODEL);
        assertThat(api().get("/api/v1/model/acme/none", "").status()).isEqualTo(404);
        assertThat(api().get("/api/v1/providers", "").json().at("/data")).hasSize(4);
        assertThat(api().get("/api/v1/endpoints/zdr", "").json().at("/data")).hasSize(1);
        assertThat(api().get("/health/live", "").status()).isEqualTo(200);
        assertThat(api().get("/metrics", "").response().body()).contains("tollgate_ingress_in_flight");
    }

    private static JsonNode endpoint(JsonNode data, String tag) {
        for (JsonNode endpoint : data.at("/endpoints")) {
            if (endpoint.at("/tag").asText().equals(tag)) {
                return endpoint;
            }
        }
        throw new AssertionError("no endpoint at " + tag);
    }

    private static JsonNode find(JsonNode body, String id) {
        for (JsonNode model : body.at("/data")) {
            if (model.at("/id").asText().equals(id)) {
                return model;
            }
        }
        throw new AssertionError("no model " + id);
    }
}
