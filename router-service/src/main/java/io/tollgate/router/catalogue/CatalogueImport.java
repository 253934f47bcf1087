package io.tollgate.router.catalogue;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tollgate.bus.TopicDeclaration;
import io.tollgate.catalogue.CallableDialect;
import io.tollgate.catalogue.CatalogueAssembly;
import io.tollgate.catalogue.document.CatalogueCheck;
import io.tollgate.catalogue.document.CatalogueDocument;
import io.tollgate.catalogue.document.CatalogueReader;
import io.tollgate.catalogue.document.Located;
import io.tollgate.catalogue.document.ProviderEntry;
import io.tollgate.postgres.Database;
import io.tollgate.router.RouterConfig;
import io.tollgate.router.catalogue.CatalogueRepository.Layer;
import io.tollgate.router.outbox.OutboxRelay;
import io.tollgate.router.outbox.OutboxRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings the catalogue into force: the packaged files, the configured directory over them, imported documents over those. All or
 * nothing: a contradiction anywhere leaves everything as it was. What changed is stored and put into the outbox in one transaction.
 */
@ApplicationScoped
public class CatalogueImport {

    private static final Logger LOG = Logger.getLogger(CatalogueImport.class);
    private static final int TRIES = 5;

    private final RouterConfig config;
    private final Database database;
    private final CatalogueRepository repository;
    private final OutboxRepository outbox;
    private final OutboxRelay relay;
    private final TopicDeclaration topics;
    private final CurrentCatalogue current;
    private final Clock clock;
    private final CatalogueReader reader = new CatalogueReader();

    /**
     * What an import did.
     *
     * @param revision of the catalogue after it
     */
    public record Imported(long revision, int models, int providers, int endpoints, int prices) {}

    private record Read(CatalogueDocument document, long newestLayer) {}

    /** Another instance imported a document meanwhile. */
    private static final class OvertakenException extends RuntimeException {}

    @Inject
    CatalogueImport(
            RouterConfig config,
            Database database,
            CatalogueRepository repository,
            OutboxRepository outbox,
            OutboxRelay relay,
            TopicDeclaration topics,
            CurrentCatalogue current,
            Clock clock) {
        this.config = config;
        this.database = database;
        this.repository = repository;
        this.outbox = outbox;
        this.relay = relay;
        this.topics = topics;
        this.current = current;
        this.clock = clock;
    }

    /** Reads all files again and brings them into force. Repeating it changes and announces nothing. */
    public Uni<Imported> reload(String source) {
        return bring(source, null, session -> Uni.createFrom().voidItem());
    }

    /**
     * Lays a document over the catalogue and keeps it.
     *
     * @param name of the document; an earlier one of that name is replaced
     */
    public Uni<Imported> add(String name, String content) {
        return bring(
                "document " + name,
                new Layer(0, name, content),
                session -> repository.addLayer(session, name, content));
    }

    /** Lets a provider serve, or not. */
    public Uni<Imported> switchProvider(String slug, boolean enabled) {
        return bring("provider " + slug, null, session -> repository.switchProvider(session, slug, enabled));
    }

    private Uni<Imported> bring(
            String source, @Nullable Layer added, Function<Mutiny.StatelessSession, Uni<Void>> change) {
        return read(added)
                .chain(read -> database.inTransaction(session -> store(session, source, read, change)))
                .onFailure(OvertakenException.class)
                .retry()
                .atMost(TRIES)
                .call(stored -> declareTopics(stored.providers()))
                .invoke(stored -> {
                    // woken first: what is in force counts as announced only when the relay is idle again
                    relay.wake();
                    current.replace(
                            stored.assembly().snapshot(),
                            stored.providers(),
                            stored.imported().revision());
                    LOG.infof("catalogue from %s: %s", source, stored.imported());
                })
                .map(Stored::imported);
    }

    private Uni<Read> read(@Nullable Layer added) {
        return database.inTransaction(session -> repository.layers(session))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(layers -> {
                    long newest = layers.isEmpty() ? 0 : layers.getLast().number();
                    return new Read(CatalogueCheck.checked(document(layers, added)), newest);
                });
    }

    private CatalogueDocument document(List<Layer> layers, @Nullable Layer added) {
        CatalogueDocument document = reader.packaged();
        Optional<Path> directory = config.catalogueDirectory();
        if (directory.isPresent()) {
            document = document.overlaidBy(own(directory.get()));
        }
        List<Layer> all = new ArrayList<>(layers);
        if (added != null) {
            all.removeIf(layer -> layer.name().equals(added.name()));
            all.add(added);
        }
        for (Layer layer : all) {
            document = document.overlaidBy(reader.text(layer.name(), layer.content()));
        }
        return document;
    }

    private CatalogueDocument own(Path directory) {
        if (Files.notExists(directory)) {
            LOG.infof("there is no directory %s: the catalogue has no files of its own", directory);
            return CatalogueDocument.EMPTY;
        }
        return reader.directory(directory);
    }

    private record Stored(Imported imported, CatalogueAssembly assembly, Map<String, ProviderEntry> providers) {}

    private Uni<Stored> store(
            Mutiny.StatelessSession session,
            String source,
            Read read,
            Function<Mutiny.StatelessSession, Uni<Void>> change) {
        return repository
                .lock(session)
                .chain(() -> repository.newestLayer(session))
                .invoke(newest -> {
                    if (newest != read.newestLayer()) {
                        throw new OvertakenException();
                    }
                })
                // the change may be to a switch, which is part of what is stored
                .chain(newest -> change.apply(session))
                .chain(() -> repository.load(session))
                .chain(stored -> apply(session, source, read.document(), stored));
    }

    private Uni<Stored> apply(
            Mutiny.StatelessSession session, String source, CatalogueDocument document, StoredCatalogue stored) {
        long revision = stored.revision() + 1;
        ImportPlan plan = ImportRule.plan(
                document, stored, Liveness.of(config), revision, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        long reached = plan.isEmpty() ? stored.revision() : revision;
        Imported imported = new Imported(
                reached,
                plan.models().size(),
                plan.providers().size(),
                plan.endpoints().size(),
                plan.prices().size());
        Stored result = new Stored(imported, assembly(stored, plan), providers(document));
        if (plan.isEmpty()) {
            return Uni.createFrom().item(result);
        }
        return repository
                .save(session, plan, revision)
                .chain(() -> outbox.add(session, plan.events()))
                .chain(() -> repository.log(session, source, plan))
                .replaceWith(result);
    }

    private Uni<?> declareTopics(Map<String, ProviderEntry> providers) {
        return topics.declareProviders(providers.values().stream()
                .filter(provider -> CallableDialect.named(provider.dialect()).isPresent())
                .map(ProviderEntry::slug)
                .toList());
    }

    private static CatalogueAssembly assembly(StoredCatalogue stored, ImportPlan plan) {
        CatalogueAssembly assembly = new CatalogueAssembly();
        stored.models().forEach(assembly::apply);
        stored.providers().forEach(assembly::apply);
        stored.endpoints().forEach(assembly::apply);
        stored.prices().forEach(assembly::apply);
        plan.models().forEach(assembly::apply);
        plan.providers().forEach(assembly::apply);
        plan.endpoints().forEach(assembly::apply);
        plan.prices().forEach(assembly::apply);
        return assembly;
    }

    private static Map<String, ProviderEntry> providers(CatalogueDocument document) {
        return document.providers().stream()
                .map(Located::entry)
                .collect(Collectors.toMap(ProviderEntry::slug, provider -> provider));
    }
}
