package io.tollgate.router.route;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.tollgate.catalogue.document.CatalogueRefusedException;
import io.tollgate.router.RouterConfig;
import io.tollgate.router.catalogue.CatalogueImport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** Brings the catalogue into force when the service starts, and then begins to route. Not ready before. */
@ApplicationScoped
class RouterStart {

    private static final Logger LOG = Logger.getLogger(RouterStart.class);

    private final CatalogueImport imports;
    private final RequestConsumer requests;
    private final RouterConfig.Retry retry;

    @Inject
    RouterStart(CatalogueImport imports, RequestConsumer requests, RouterConfig config) {
        this.imports = imports;
        this.requests = requests;
        this.retry = config.retry();
    }

    void start(@Observes StartupEvent started) {
        Uni.createFrom()
                .deferred(() -> imports.reload("start"))
                .onFailure()
                .invoke(RouterStart::report)
                .onFailure()
                .retry()
                .withBackOff(retry.firstPause(), retry.longestPause())
                .indefinitely()
                .subscribe()
                .with(imported -> requests.begin(), failure -> LOG.error("no catalogue", failure));
    }

    private static void report(Throwable failure) {
        if (failure instanceof CatalogueRefusedException refused) {
            refused.problems().forEach(problem -> LOG.errorf("catalogue: %s", problem));
        } else {
            LOG.warn("no catalogue yet, trying again", failure);
        }
    }
}
