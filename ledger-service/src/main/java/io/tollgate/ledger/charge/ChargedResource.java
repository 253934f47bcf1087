package io.tollgate.ledger.charge;

import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.access.Answers;
import io.tollgate.postgres.Database;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;

/** Tells other services whether a request ran, long after everybody else has forgotten it. */
@Path("/internal/requests/{id}")
public class ChargedResource {

    private final Database database;
    private final ChargeRepository charges;

    @Inject
    ChargedResource(Database database, ChargeRepository charges) {
        this.database = database;
        this.charges = charges;
    }

    /** {@code charged}: whether an attempt of the request was booked, whatever it cost. */
    @GET
    public Uni<Response> charged(@PathParam("id") String id, @QueryParam("account") String account) {
        return database.once(session -> charges.isCharged(session, account, id))
                .map(charged -> Answers.ok(Answers.object().put("charged", charged)));
    }
}
