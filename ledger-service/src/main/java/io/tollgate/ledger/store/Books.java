package io.tollgate.ledger.store;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in a database transaction.
 *
 * <p>The work has a Vert.x context of its own and cannot be cancelled from outside: a caller that goes away leaves neither a lost
 * connection nor half a transaction. Its result arrives on the caller's context, if the caller has one. The work itself must not
 * wait for anything but the database.
 */
@ApplicationScoped
public class Books {

    private final Mutiny.SessionFactory sessions;
    private final Vertx vertx;

    @Inject
    Books(Mutiny.SessionFactory sessions, Vertx vertx) {
        this.sessions = sessions;
        this.vertx = vertx;
    }

    /** Runs work that commits as a whole, or fails as a whole. Starts on subscription. */
    public <T extends @Nullable Object> Uni<T> inTransaction(Function<Mutiny.StatelessSession, Uni<T>> work) {
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
