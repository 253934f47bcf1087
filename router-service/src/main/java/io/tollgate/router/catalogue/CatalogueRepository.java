package io.tollgate.router.catalogue;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.catalogue.EndpointStated;
import io.tollgate.contracts.catalogue.ModelStated;
import io.tollgate.contracts.catalogue.ProviderStated;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Stores statements, prices, operators' switches and imported documents. */
@ApplicationScoped
class CatalogueRepository {

    /** Locks are the whole database's, not a schema's: this number begins with the letters "rout" so that no other service has it. */
    private static final long LOCK = 0x726f757401L;

    /** An imported document. */
    record Layer(long number, String name, String content) {}

    /** Waits until no other instance imports; the lock ends with the transaction. */
    Uni<Void> lock(Mutiny.StatelessSession session) {
        return Sql.texts(session, "select cast(pg_advisory_xact_lock(" + LOCK + ") as text)")
                .replaceWithVoid();
    }

    Uni<StoredCatalogue> load(Mutiny.StatelessSession session) {
        return Sql.values(session, ModelStated.class, "select cast(statement as text) from router.model")
                .chain(models -> Sql.values(
                                session, ProviderStated.class, "select cast(statement as text) from router.provider")
                        .chain(providers -> Sql.values(
                                        session,
                                        EndpointStated.class,
                                        "select cast(statement as text) from router.endpoint")
                                .chain(endpoints -> prices(session)
                                        .chain(prices -> disabled(session)
                                                .chain(disabled -> newestPrices(session)
                                                        .map(newest -> new StoredCatalogue(
                                                                models,
                                                                providers,
                                                                endpoints,
                                                                prices,
                                                                new HashSet<>(disabled),
                                                                newest)))))));
    }

    private static Uni<List<PriceVersion>> prices(Mutiny.StatelessSession session) {
        return Sql.values(session, PriceVersion.class, "select cast(statement as text) from router.price_version");
    }

    private static Uni<List<String>> disabled(Mutiny.StatelessSession session) {
        return Sql.texts(session, "select slug from router.provider_switch where not enabled");
    }

    private static Uni<Long> newestPrices(Mutiny.StatelessSession session) {
        return number(session, "select cast(coalesce(max(revision), 0) as text) from router.price_version");
    }

    /** Number of the newest imported document; 0 if there is none. */
    Uni<Long> newestLayer(Mutiny.StatelessSession session) {
        return number(session, "select cast(coalesce(max(number), 0) as text) from router.catalogue_layer");
    }

    private static Uni<Long> number(Mutiny.StatelessSession session, String query) {
        return Sql.texts(session, query).map(rows -> Long.valueOf(rows.getFirst()));
    }

    /** The imported documents in the order in which they lie over each other. */
    Uni<List<Layer>> layers(Mutiny.StatelessSession session) {
        return Sql.values(session, Layer.class, """
                select cast(jsonb_build_object('number', number, 'name', name, 'content', content) as text)
                from router.catalogue_layer order by number""");
    }

    /** Adds a document as the newest, in the place of an earlier one of its name. */
    Uni<Void> addLayer(Mutiny.StatelessSession session, String name, String content) {
        return Sql.run(session, "delete from router.catalogue_layer where name = ?1", name)
                .chain(() -> Sql.run(
                                session,
                                "insert into router.catalogue_layer (name, content) values (?1, ?2)",
                                name,
                                content)
                        .replaceWithVoid());
    }

    Uni<Void> switchProvider(Mutiny.StatelessSession session, String slug, boolean enabled) {
        return Sql.run(session, """
                insert into router.provider_switch (slug, enabled) values (?1, ?2)
                on conflict (slug) do update set enabled = excluded.enabled, changed_at = now()""", slug, enabled).replaceWithVoid();
    }

    /** Writes down an import that changed something. */
    Uni<Void> log(Mutiny.StatelessSession session, String source, ImportPlan plan) {
        return Sql.run(
                        session,
                        """
                insert into router.catalogue_import (source, models, providers, endpoints, prices)
                values (?1, ?2, ?3, ?4, ?5)""",
                        source,
                        plan.models().size(),
                        plan.providers().size(),
                        plan.endpoints().size(),
                        plan.prices().size())
                .replaceWithVoid();
    }

    Uni<Void> save(Mutiny.StatelessSession session, ImportPlan plan, long revision) {
        return saveStatements(session, "model", "id", plan.models())
                .chain(() -> saveStatements(session, "provider", "slug", plan.providers()))
                .chain(() -> saveEndpoints(session, plan.endpoints()))
                .chain(() -> savePrices(session, plan.prices(), revision));
    }

    private static Uni<Void> saveStatements(
            Mutiny.StatelessSession session, String table, String id, List<?> statements) {
        String upsert = """
                insert into router.%1$s (%2$s, statement, revision)
                select s ->> '%2$s', s, cast(s ->> 'revision' as bigint)
                from jsonb_array_elements(cast(cast(?1 as text) as jsonb)) s
                on conflict (%2$s) do update set statement = excluded.statement, revision = excluded.revision""".formatted(table, id);
        return statements.isEmpty()
                ? Uni.createFrom().voidItem()
                : Sql.run(session, upsert, Sql.json(statements)).replaceWithVoid();
    }

    private static Uni<Void> saveEndpoints(Mutiny.StatelessSession session, List<EndpointStated> endpoints) {
        if (endpoints.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Sql.run(session, """
                insert into router.endpoint (id, model, provider, statement, revision)
                select s ->> 'id', s ->> 'model', s ->> 'provider', s, cast(s ->> 'revision' as bigint)
                from jsonb_array_elements(cast(cast(?1 as text) as jsonb)) s
                on conflict (id) do update set statement = excluded.statement, revision = excluded.revision""", Sql.json(endpoints)).replaceWithVoid();
    }

    private static Uni<Void> savePrices(Mutiny.StatelessSession session, List<PriceVersion> prices, long revision) {
        if (prices.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Sql.run(session, """
                insert into router.price_version (id, endpoint, valid_from, statement, revision)
                select s ->> 'id', s ->> 'endpoint', cast(s ->> 'validFrom' as timestamptz), s, ?2
                from jsonb_array_elements(cast(cast(?1 as text) as jsonb)) s""", Sql.json(prices), revision).replaceWithVoid();
    }
}
