package io.tollgate.ledger.generation;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.postgres.Database;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request was and what it cost; only its own account can see it. */
@Path("/api/v1/generation")
public class GenerationResource {

    private static final Duration POLL = Duration.ofMillis(40);
    /** A request that was accepted longer ago than this is booked, or will not be soon. */
    private static final Duration FRESH = Duration.ofMinutes(15);

    private final Database database;
    private final GenerationRepository generations;
    private final Clock clock;
    private final Duration patience;

    @Inject
    GenerationResource(Database database, GenerationRepository generations, Clock clock, LedgerConfig config) {
        this.database = database;
        this.generations = generations;
        this.clock = clock;
        this.patience = config.generationWait();
    }

    @GET
    public Uni<Response> generation(@Context HttpHeaders headers, @QueryParam("id") @Nullable String id) {
        String account = Caller.of(headers).requireAccount();
        if (id == null || id.isEmpty()) {
            throw RefusalException.badRequest("id is missing", "id");
        }
        Instant acceptedAt = Ids.requestUuid(id)
                .filter(uuid -> uuid.version() == 7)
                .map(uuid -> Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16))
                .orElseThrow(GenerationResource::unknown);
        Instant now = clock.instant();
        boolean fresh = acceptedAt.isAfter(now.minus(FRESH)) && acceptedAt.isBefore(now.plus(FRESH));
        return booked(account, id, fresh ? now.plus(patience) : now).map(attempts -> {
            if (attempts.isEmpty()) {
                throw unknown();
            }
            return Answers.ok(Answers.data(GenerationView.of(attempts)));
        });
    }

    private Uni<List<BookedAttempt>> booked(String account, String id, Instant until) {
        return database.once(session -> generations.attempts(session, account, id))
                .chain(attempts -> !attempts.isEmpty() || !clock.instant().isBefore(until)
                        ? Uni.createFrom().item(attempts)
                        : Uni.createFrom()
                                .voidItem()
                                .onItem()
                                .delayIt()
                                .by(POLL)
                                .chain(() -> booked(account, id, until)));
    }

    private static RefusalException unknown() {
        return RefusalException.notFound("there is no such generation");
    }
}
