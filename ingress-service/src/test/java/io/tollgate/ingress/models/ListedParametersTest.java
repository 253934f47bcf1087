package io.tollgate.ingress.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.catalogue.CallableDialect;
import io.tollgate.catalogue.document.CatalogueDocument;
import io.tollgate.catalogue.document.CatalogueReader;
import io.tollgate.catalogue.document.EndpointEntry;
import io.tollgate.catalogue.document.Located;
import io.tollgate.catalogue.document.ModelEntry;
import io.tollgate.catalogue.document.ProviderEntry;
import io.tollgate.catalogue.document.Statements;
import io.tollgate.contracts.catalogue.EndpointStated;
import io.tollgate.contracts.request.PromptFeatures;
import io.tollgate.dialects.Dialects;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.provider.ProviderDialect;
import io.tollgate.dialects.provider.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The catalogue may not know the dialects, and the router knows only the catalogue: here both can be seen. */
class ListedParametersTest {

    /** Each parameter as a caller uses it; those that only mean something beside tools come with some. */
    private static final Map<String, String> USES = Map.ofEntries(
            Map.entry("max_tokens", "{'max_tokens':20000}"),
            Map.entry("max_completion_tokens", "{'max_completion_tokens':20000}"),
            Map.entry("temperature", "{'temperature':0.5}"),
            Map.entry("top_p", "{'top_p':0.5}"),
            Map.entry("top_k", "{'top_k':5}"),
            Map.entry("stop", "{'stop':['END']}"),
            Map.entry(PromptFeatures.BLANK_STOP, "{'stop':'\\n'}"),
            Map.entry("seed", "{'seed':7}"),
            Map.entry("n", "{'n':2}"),
            Map.entry("logit_bias", "{'logit_bias':{'50':-100}}"),
            Map.entry("logprobs", "{'logprobs':true}"),
            Map.entry("top_logprobs", "{'logprobs':true,'top_logprobs':2}"),
            Map.entry("frequency_penalty", "{'frequency_penalty':0.5}"),
            Map.entry("presence_penalty", "{'presence_penalty':0.5}"),
            Map.entry("repetition_penalty", "{'repetition_penalty':1.5}"),
            Map.entry("min_p", "{'min_p':0.5}"),
            Map.entry("top_a", "{'top_a':0.5}"),
            Map.entry("prediction", "{'prediction':{'type':'content','content':'x'}}"),
            Map.entry("audio", "{'audio':{'voice':'alloy','format':'mp3'}}"),
            Map.entry("web_search_options", "{'web_search_options':{}}"),
            Map.entry("reasoning", "{'reasoning':{'effort':'high'},'max_tokens':20000}"),
            Map.entry("reasoning_effort", "{'reasoning_effort':'high','max_tokens':20000}"),
            Map.entry("response_format", "{'response_format':{'type':'json_object'}}"),
            Map.entry(
                    "structured_outputs",
                    "{'response_format':{'type':'json_schema','json_schema':{'name':'a','strict':true,'schema':"
                            + "{'type':'object','properties':{'b':{'type':'string'}},'required':['b'],"
                            + "'additionalProperties':false}}}}"),
            Map.entry("tools", "{}"),
            Map.entry("tool_choice", "{'tool_choice':'none'}"),
            Map.entry("parallel_tool_calls", "{'parallel_tool_calls':false}"));

    private static final Set<String> BESIDE_TOOLS = Set.of("tools", "tool_choice", "parallel_tool_calls");
    /** What it asks for is done by us, not by the provider. */
    private static final Set<String> OURS = Set.of("include_reasoning");

    @Test
    void shouldReachTheProviderIfListed() {
        List<String> dropped = new ArrayList<>();
        for (EndpointStated endpoint : endpoints()) {
            for (String parameter : endpoint.supportedParameters()) {
                if (!OURS.contains(parameter) && !reachesProvider(endpoint, parameter)) {
                    dropped.add(endpoint.id() + " drops " + parameter);
                }
            }
        }

        assertThat(dropped).isEmpty();
    }

    @Test
    void shouldNotReachTheProviderIfInexpressible() {
        for (EndpointStated endpoint : endpoints()) {
            for (String parameter :
                    CallableDialect.named(endpoint.dialect()).orElseThrow().inexpressible()) {
                assertThat(reachesProvider(endpoint, parameter))
                        .as("%s: %s", endpoint.id(), parameter)
                        .isFalse();
            }
        }
    }

    @Test
    void shouldSpeakEveryDialectThatEndpointsCanBeCalledIn() {
        assertThat(Dialects.names()).containsExactlyInAnyOrderElementsOf(CallableDialect.names());
    }

    private static boolean reachesProvider(EndpointStated endpoint, String parameter) {
        ObjectNode without = chat();
        ObjectNode with = chat();
        if (BESIDE_TOOLS.contains(parameter)) {
            with.set("tools", json(tool()).get("tools"));
            if (!parameter.equals("tools")) {
                without.set("tools", json(tool()).get("tools"));
            }
        }
        if (parameter.startsWith("reasoning")) {
            without.put("max_tokens", 20_000);
        }
        with.setAll(json(Objects.requireNonNull(USES.get(parameter), parameter)));
        return !body(endpoint, with).equals(body(endpoint, without));
    }

    private static String body(EndpointStated endpoint, ObjectNode chat) {
        ProviderDialect dialect = Dialects.byName(endpoint.dialect()).orElseThrow();
        Long limit = chat.has("max_tokens") || chat.has("max_completion_tokens") ? Long.valueOf(20_000) : null;
        Target target = new Target(
                endpoint.providerModel(),
                endpoint.model(),
                endpoint.provider(),
                true,
                limit,
                "01990000-0000-5000-8000-000000000001");
        return new String(dialect.request(chat, target).body(), StandardCharsets.UTF_8);
    }

    private static ObjectNode chat() {
        return json("{'messages':[{'role':'user','content':'Hi'}]}");
    }

    private static String tool() {
        return "{'tools':[{'type':'function','function':{'name':'look','parameters':{'type':'object'}}}]}";
    }

    private static ObjectNode json(String quoted) {
        try {
            return (ObjectNode) WireJson.mapper().readTree(quoted.replace('\'', '"'));
        } catch (IOException wrong) {
            throw new UncheckedIOException(quoted, wrong);
        }
    }

    /** The endpoints of the packaged catalogue that can be called. */
    private static List<EndpointStated> endpoints() {
        CatalogueDocument document = new CatalogueReader().packaged();
        Map<String, ProviderEntry> providers = byKey(document.providers().stream(), ProviderEntry::slug);
        Map<String, ModelEntry> models = byKey(document.models().stream(), ModelEntry::id);
        List<EndpointStated> endpoints = new ArrayList<>();
        for (Located<EndpointEntry> located : document.endpoints()) {
            EndpointEntry entry = located.entry();
            ModelEntry model = models.get(entry.of());
            ProviderEntry provider = providers.get(entry.provider());
            if (model != null && provider != null) {
                endpoints.add(Statements.endpoint(entry, model, provider, 1));
            }
        }
        endpoints.removeIf(endpoint -> CallableDialect.named(endpoint.dialect()).isEmpty());
        assertThat(endpoints).hasSizeGreaterThan(1_000);
        return endpoints;
    }

    private static <T> Map<String, T> byKey(Stream<Located<T>> all, Function<T, String> key) {
        return all.map(Located::entry).collect(Collectors.toMap(key, Function.identity()));
    }
}
