package io.tollgate.router.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.catalogue.EndpointStated;
import io.tollgate.contracts.catalogue.ProviderStated;
import io.tollgate.router.access.ErrorBody;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The operator's switches of providers. */
@Path("/operator/v1/providers")
@Produces(MediaType.APPLICATION_JSON)
public class ProvidersResource {

    private final CatalogueImport imports;
    private final CurrentCatalogue current;
    private final ObjectMapper mapper;

    @Inject
    ProvidersResource(CatalogueImport imports, CurrentCatalogue current, ObjectMapper mapper) {
        this.imports = imports;
        this.current = current;
        this.mapper = mapper;
    }

    /** All providers with their state. */
    @GET
    public Map<String, Object> all() {
        List<Map<String, Object>> providers = current.state().stream()
                .flatMap(state -> {
                    Map<String, Long> endpoints = state.snapshot().endpoints().stream()
                            .filter(EndpointStated::enabled)
                            .collect(Collectors.groupingBy(EndpointStated::provider, Collectors.counting()));
                    return state.snapshot().providers().stream()
                            .map(provider -> view(provider, endpoints.getOrDefault(provider.slug(), 0L)));
                })
                .toList();
        return Map.of("data", providers);
    }

    /** Lets a provider serve, or not: {@code {"enabled": false}}. */
    @PATCH
    @Path("/{slug}")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> change(@PathParam("slug") String slug, String body) {
        Optional<Boolean> enabled = enabled(body);
        if (enabled.isEmpty()) {
            return Uni.createFrom()
                    .item(ErrorBody.response(400, "invalid_request", "enabled must be true or false", "enabled"));
        }
        if (provider(slug) == null) {
            return Uni.createFrom().item(ErrorBody.response(404, "not_found", "No provider " + slug, null));
        }
        return imports.switchProvider(slug, enabled.get()).map(done -> {
            ProviderStated provider = provider(slug);
            return provider == null
                    ? ErrorBody.response(404, "not_found", "No provider " + slug, null)
                    : Response.ok(Map.of("data", view(provider, null))).build();
        });
    }

    /** The same for clients without PATCH. */
    @POST
    @Path("/{slug}")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> post(@PathParam("slug") String slug, String body) {
        return change(slug, body);
    }

    private @Nullable ProviderStated provider(String slug) {
        return current.state().flatMap(state -> state.snapshot().provider(slug)).orElse(null);
    }

    private Optional<Boolean> enabled(String body) {
        try {
            JsonNode enabled = mapper.readTree(body).path("enabled");
            return enabled.isBoolean() ? Optional.of(enabled.booleanValue()) : Optional.empty();
        } catch (JsonProcessingException malformed) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> view(ProviderStated provider, @Nullable Long endpoints) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("slug", provider.slug());
        view.put("name", provider.name());
        view.put("dialect", provider.dialect());
        view.put("base_url", provider.baseUrl());
        view.put("enabled", provider.enabled());
        view.put("live", provider.live());
        view.put("simulated", !provider.live() && !Boolean.FALSE.equals(provider.simulated()));
        view.put("callable", provider.callable());
        if (endpoints != null) {
            view.put("endpoints", endpoints);
        }
        return view;
    }
}
