package io.tollgate.router.store;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Runs work in a database transaction, on a Vert.x context of its own: a caller that goes away cannot cancel it half-way. The result
 * arrives on the caller's context if it has one. The work itself must not wait for anything but the database.
 */
@ApplicationScoped
public class Transactions {

    private final Mutiny.SessionFactory sessions;
    private final Vertx vertx;

    @Inject
    Transactions(Mutiny.SessionFactory sessions, Vertx vertx) {
        this.sessions = sessions;
        this.vertx = vertx;
    }

    /** Runs work that commits as a whole, or fails as a whole. Starts on subscription. */
    public <T> Uni<T> run(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            Uni<T> detached = Uni.createFrom().emitter(emitter -> {
                Context own = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
                VertxContextSafetyToggle.setContextSafe(own, true);
                own.runOnContext(start ->
                        sessions.withStatelessTransaction(work).subscribe().with(emitter::complete, emitter::fail));
            });
            return caller == null ? detached : detached.emitOn(command -> caller.runOnContext(resume -> command.run()));
        });
    }
}
