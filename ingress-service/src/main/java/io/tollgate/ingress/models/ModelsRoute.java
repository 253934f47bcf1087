package io.tollgate.ingress.models;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.account.KeyStated;
import io.tollgate.contracts.catalogue.ProviderStated;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.ingress.IngressConfig;
import io.tollgate.ingress.auth.Authenticator;
import io.tollgate.ingress.auth.Role;
import io.tollgate.ingress.http.ApiError;
import io.tollgate.ingress.http.ApiException;
import io.tollgate.ingress.http.ApiFeature;
import io.tollgate.ingress.http.ApiRouter;
import io.tollgate.ingress.http.Responses;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The catalogue over HTTP. Public, but for the list of what one key may call. */
@ApplicationScoped
public class ModelsRoute implements ApiFeature {

    private final Catalogue catalogue;
    private final Authenticator authenticator;
    private final Responses responses;
    private final ModelJson json;
    private volatile @Nullable RenderedModels rendered;

    ModelsRoute(Catalogue catalogue, Authenticator authenticator, Responses responses, IngressConfig config) {
        this.catalogue = catalogue;
        this.authenticator = authenticator;
        this.responses = responses;
        this.json = new ModelJson(config.admission().feeBasisPoints());
    }

    @Override
    public void mount(ApiRouter api) {
        api.on(HttpMethod.GET, "/api/v1/models", context -> list(context, any -> true));
        api.on(HttpMethod.GET, "/api/v1/models/count", this::count);
        api.on(HttpMethod.GET, "/api/v1/models/user", this::ofCaller);
        api.on(HttpMethod.GET, "/api/v1/models/{author}/{slug}/endpoints", this::endpoints);
        api.on(HttpMethod.GET, "/api/v1/model/{author}/{slug}", this::one);
        api.on(
                HttpMethod.GET,
                "/api/v1/embeddings/models",
                context -> list(context, listed -> listed.model().kind().equals("embedding")));
        api.on(HttpMethod.GET, "/api/v1/providers", this::providers);
        api.on(HttpMethod.GET, "/api/v1/endpoints/zdr", this::keepNothing);
    }

    private void list(RoutingContext context, Predicate<ListedModel> shown) {
        ModelQuery query = ModelQuery.of(context.queryParams());
        RenderedModels models = rendered(catalogue.view());
        List<ListedModel> all = query.apply(models.view().models().stream().filter(shown));
        int from = Math.min(query.offset(), all.size());
        Integer limit = query.limit();
        int to = limit == null ? all.size() : Math.min(all.size(), from + limit);
        String next = to < all.size() ? nextPage(context, to) : null;
        responses.json(context, 200, models.list(all.subList(from, to), next, all.size()));
    }

    private RenderedModels rendered(CatalogueView view) {
        RenderedModels known = rendered;
        if (known == null || known.view() != view) {
            known = new RenderedModels(view, json);
            rendered = known;
        }
        return known;
    }

    private static String nextPage(RoutingContext context, int offset) {
        HttpServerRequest request = context.request();
        StringBuilder next =
                new StringBuilder(context.normalizedPath()).append("?offset=").append(offset);
        String query = request.query();
        if (query != null) {
            for (String part : query.split("&", -1)) {
                if (!part.isEmpty() && !part.startsWith("offset=")) {
                    next.append('&').append(part);
                }
            }
        }
        return next.toString();
    }

    private void count(RoutingContext context) {
        ModelQuery query = ModelQuery.of(context.queryParams());
        ObjectNode body = WireJson.object();
        body.putObject("data")
                .put("count", query.apply(catalogue.view().models().stream()).size());
        responses.json(context, body);
    }

    private void ofCaller(RoutingContext context) {
        authenticator
                .authenticate(context.request().headers(), Set.of(Role.INFERENCE, Role.MANAGEMENT))
                .invoke(caller -> {
                    KeyStated key = caller.key();
                    Set<String> allowed = key == null ? Set.of() : key.allowedModels();
                    list(
                            context,
                            listed -> allowed.isEmpty()
                                    || allowed.contains(listed.model().id()));
                })
                .subscribe()
                .with(answered -> {}, failure -> responses.failure(context, failure));
    }

    private void one(RoutingContext context) {
        ObjectNode body = WireJson.object();
        body.set("data", json.model(asked(context)));
        responses.json(context, body);
    }

    private void endpoints(RoutingContext context) {
        ObjectNode body = WireJson.object();
        body.set("data", json.modelWithEndpoints(asked(context)));
        responses.json(context, body);
    }

    private ListedModel asked(RoutingContext context) {
        String id = context.pathParam("author") + "/" + context.pathParam("slug");
        return catalogue
                .view()
                .model(id)
                .orElseThrow(() -> new ApiException(ApiError.notFound("there is no such model")));
    }

    private void providers(RoutingContext context) {
        ObjectNode body = WireJson.object();
        ArrayNode data = body.putArray("data");
        for (ProviderStated provider : catalogue.view().snapshot().providers()) {
            data.add(json.provider(provider));
        }
        responses.json(context, body);
    }

    private void keepNothing(RoutingContext context) {
        ObjectNode body = WireJson.object();
        ArrayNode data = body.putArray("data");
        for (ListedModel listed : catalogue.view().models()) {
            listed.endpoints().stream()
                    .filter(each -> Boolean.TRUE.equals(each.provider().zeroDataRetention()))
                    .forEach(each -> data.add(json.endpoint(each)));
        }
        responses.json(context, body);
    }
}
