package io.tollgate.ledger.credit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.posting.PostingRepository;
import io.tollgate.postgres.Database;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** An account's credit, for its keys. */
@Path("/api/v1/credits")
public class CreditsResource {

    private final Database database;
    private final PostingRepository postings;

    @Inject
    CreditsResource(Database database, PostingRepository postings) {
        this.database = database;
        this.postings = postings;
    }

    @GET
    public Uni<Response> credits(@Context HttpHeaders headers) {
        String account = Caller.of(headers).requireAccount();
        return database.inTransaction(session -> postings.given(session, account)
                .chain(given -> postings.credit(session, account).map(left -> {
                    ObjectNode data = Answers.object();
                    data.set("total_credits", Answers.usd(given));
                    data.set("total_usage", Answers.usd(given.minus(left)));
                    return Answers.ok(Answers.data(data));
                })));
    }
}
