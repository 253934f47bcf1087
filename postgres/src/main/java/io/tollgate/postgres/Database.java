package io.tollgate.postgres;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * The database of a service. Runs work in a transaction, on a Vert.x context of its own that nobody can cancel: a caller that goes away leaves neither a
 * lost connection nor half a transaction. Results arrive on the caller's context, if it has one. The work must wait for nothing but
 * the database.
 */
@ApplicationScoped
public class Database {

    private final Mutiny.SessionFactory sessions;
    private final Vertx vertx;

    Database(Mutiny.SessionFactory sessions, Vertx vertx) {
        this.sessions = sessions;
        this.vertx = vertx;
    }

    /** Runs work that commits as a whole, or fails as a whole. Starts on subscription. */
    public <T extends @Nullable Object> Uni<T> inTransaction(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return detached(() -> sessions.withStatelessTransaction(work));
    }

    /**
     * Runs a single statement, which commits by itself; a transaction around it would cost two more round trips. Starts on subscription.
     */
    public <T extends @Nullable Object> Uni<T> once(Function<Mutiny.StatelessSession, Uni<T>> statement) {
        return detached(() -> sessions.withStatelessSession(statement));
    }

    private <T extends @Nullable Object> Uni<T> detached(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            Uni<T> detached = Uni.createFrom().emitter(emitter -> {
                Context own = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
                VertxContextSafetyToggle.setContextSafe(own, true);
                own.runOnContext(start -> work.get().subscribe().with(emitter::complete, emitter::fail));
            });
            return caller == null ? detached : detached.emitOn(command -> caller.runOnContext(resume -> command.run()));
        });
    }
}
