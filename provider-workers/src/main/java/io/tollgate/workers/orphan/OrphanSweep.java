package io.tollgate.workers.orphan;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tollgate.livestate.UnclosedRequests;
import io.tollgate.livestate.UnclosedRequests.Unclosed;
import io.tollgate.workers.WorkersConfig;
import io.tollgate.workers.background.RegularLook;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks for requests that nobody works on although their time has come, and closes them. Every worker looks; what one has listed the others
 * do not see for some seconds, and if it dies, they see it then.
 */
@ApplicationScoped
public class OrphanSweep {

    private static final Logger LOG = Logger.getLogger(OrphanSweep.class);

    private final UnclosedRequests unclosed;
    private final OrphanCloser closer;
    private final WorkersConfig.OrphanConfig config;
    private final Vertx vertx;
    private @Nullable RegularLook look;

    OrphanSweep(UnclosedRequests unclosed, OrphanCloser closer, WorkersConfig config, Vertx vertx) {
        this.unclosed = unclosed;
        this.closer = closer;
        this.config = config.orphans();
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        look = new RegularLook(
                vertx,
                config.checkEvery(),
                "requests that are left alone",
                () -> unclosed.due(config.batch()).chain(this::close));
    }

    private Uni<Void> close(List<Unclosed> due) {
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUni(this::close)
                .merge(config.batch())
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> close(Unclosed request) {
        return closer.close(request)
                .onFailure()
                .invoke(failure -> LOG.warnf("%s cannot be closed yet: %s", request.requestId(), failure))
                .onFailure()
                .recoverWithNull();
    }

    @PreDestroy
    void stop() {
        if (look != null) {
            look.stop();
        }
    }
}
