package io.tollgate.ingress.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.catalogue.CatalogueAssembly;
import io.tollgate.contracts.Event;
import io.tollgate.contracts.catalogue.CatalogueEvent;
import io.tollgate.contracts.price.PriceVersionStated;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.ingress.stack.TestCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RenderedModelsTest {

    private final ModelJson json = new ModelJson(500);
    private final CatalogueView view = view();
    private final RenderedModels rendered = new RenderedModels(view, json);

    @Test
    void shouldPutAListTogetherAsOneTree() {
        List<ListedModel> all = List.copyOf(view.models());
        for (int from = 0; from <= all.size(); from++) {
            for (int to = from; to <= all.size(); to++) {
                String next = to < all.size() ? "/api/v1/models?offset=" + to + "&q=\"ä\"" : null;

                byte[] list = rendered.list(all.subList(from, to), next, all.size());

                assertThat(new String(list, StandardCharsets.UTF_8))
                        .isEqualTo(tree(all.subList(from, to), next, all.size()).toString());
            }
        }
    }

    @Test
    void shouldRenderAModelOnce() {
        List<ListedModel> all = List.copyOf(view.models());
        byte[] first = rendered.list(all, null, all.size());
        List<ListedModel> changed = all.stream()
                .map(listed -> new ListedModel(listed.model(), List.of(), "changed"))
                .toList();

        assertThat(rendered.list(changed, null, all.size())).isEqualTo(first);
        assertThat(new RenderedModels(view, json).list(changed, null, all.size()))
                .isNotEqualTo(first);
    }

    private JsonNode tree(List<ListedModel> page, @Nullable String next, int total) {
        ObjectNode body = WireJson.object();
        ArrayNode data = body.putArray("data");
        page.forEach(listed -> data.add(json.model(listed)));
        body.putObject("links").put("next", next);
        return body.put("total_count", total);
    }

    private static CatalogueView view() {
        CatalogueAssembly assembly = new CatalogueAssembly();
        for (Event event : TestCatalogue.statements()) {
            if (event instanceof CatalogueEvent stated) {
                assembly.apply(stated);
            } else if (event instanceof PriceVersionStated price) {
                assembly.apply(price.version());
            }
        }
        return new CatalogueView(assembly.snapshot(), Instant.parse("2026-11-22T00:00:00Z"));
    }
}
