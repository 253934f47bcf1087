package io.tollgate.router.catalogue;

import io.smallrye.mutiny.Uni;
import io.tollgate.catalogue.document.CatalogueRefusedException;
import io.tollgate.catalogue.document.Problem;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.postgres.Database;
import io.tollgate.router.RouterConfig;
import io.tollgate.router.access.ErrorBody;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operator's view of the catalogue: its state, imports and reloads. */
@Path("/operator/v1/catalogue")
@Produces(MediaType.APPLICATION_JSON)
public class CatalogueResource {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private final CatalogueImport imports;
    private final CurrentCatalogue current;
    private final Database database;
    private final RouterConfig config;
    private final Clock clock;

    @Inject
    CatalogueResource(
            CatalogueImport imports, CurrentCatalogue current, Database database, RouterConfig config, Clock clock) {
        this.imports = imports;
        this.current = current;
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    /** What is in force, and the last imports that changed something. */
    @GET
    public Uni<Map<String, Object>> state() {
        return database.inTransaction(session -> session.createSelectionQuery(
                                "from ImportRecord order by number desc", ImportRecord.class)
                        .setMaxResults(20)
                        .getResultList())
                .map(records -> Map.of("data", view(records)));
    }

    /**
     * What an endpoint cost at an instant, and every price it ever had.
     *
     * @param at an instant, or a day, which is its beginning in UTC; now if absent
     */
    @GET
    @Path("/prices")
    public Response prices(@QueryParam("endpoint") @Nullable String endpoint, @QueryParam("at") @Nullable String at) {
        Optional<Instant> instant = at == null ? Optional.of(clock.instant()) : instant(at);
        if (instant.isEmpty()) {
            return ErrorBody.response(
                    400, "invalid_request", "at must be an ISO 8601 time with an offset, or a day", "at");
        }
        List<PriceVersion> versions = endpoint == null
                ? List.of()
                : current.state()
                        .map(state -> state.snapshot().pricesOf(endpoint))
                        .orElse(List.of());
        if (endpoint == null || versions.isEmpty()) {
            return ErrorBody.response(404, "not_found", "No prices of endpoint " + endpoint, null);
        }
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("endpoint", endpoint);
        view.put("at", instant.get().toString());
        view.put(
                "price",
                versions.stream()
                        .filter(version -> !version.validFrom().isAfter(instant.get()))
                        .reduce((earlier, later) -> later)
                        .orElse(null));
        view.put("versions", versions);
        return Response.ok(Map.of("data", view)).build();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(
                    text.indexOf('T') < 0
                            ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                            // a plus sign in a query string arrives as a space
                            : OffsetDateTime.parse(text.replace(' ', '+')).toInstant());
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    /**
     * Lays a document (YAML or JSON) over the catalogue.
     *
     * @param name of the document; an earlier one of that name is replaced. A new name if absent.
     */
    @POST
    @Path("/import")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> add(@QueryParam("name") @Nullable String name, String content) {
        String suffix = content.stripLeading().startsWith("{") ? ".json" : ".yaml";
        String chosen = name == null ? "import-" + clock.millis() + suffix : name;
        if (!NAME.matcher(chosen).matches()) {
            return Uni.createFrom()
                    .item(ErrorBody.response(400, "invalid_request", "name must look like " + NAME.pattern(), "name"));
        }
        return answer(imports.add(chosen, content));
    }

    /** Reads all catalogue files again. */
    @POST
    @Path("/reload")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> reload() {
        return answer(imports.reload("reload"));
    }

    private static Uni<Response> answer(Uni<CatalogueImport.Imported> imported) {
        return imported.map(done -> Response.ok(Map.of("data", done)).build())
                .onFailure(CatalogueRefusedException.class)
                .recoverWithItem(CatalogueResource::refusal);
    }

    private static Response refusal(CatalogueRefusedException refused) {
        List<String> problems =
                refused.problems().stream().map(Problem::toString).toList();
        return ErrorBody.response(
                400,
                "invalid_request",
                "The catalogue contradicts itself; nothing of it applies.",
                null,
                Map.of("problems", problems));
    }

    private Map<String, Object> view(List<ImportRecord> records) {
        Map<String, Object> view = new LinkedHashMap<>();
        current.state().ifPresent(state -> {
            view.put("revision", state.revision());
            view.put("models", state.snapshot().models().size());
            view.put("providers", state.snapshot().providers().size());
            view.put("endpoints", state.snapshot().endpoints().size());
            view.put("price_versions", state.snapshot().priceVersions());
        });
        Liveness liveness = Liveness.of(config);
        view.put("live_providers", liveness.live());
        view.put("simulated", liveness.simulated());
        view.put(
                "imports",
                records.stream()
                        .map(each -> Map.of(
                                "source", each.source,
                                "models", each.models,
                                "providers", each.providers,
                                "endpoints", each.endpoints,
                                "prices", each.prices,
                                "imported_at", each.importedAt.toString()))
                        .toList());
        return view;
    }
}
