package io.tollgate.ledger.credit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.access.JsonBody;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.posting.PostingRepository;
import io.tollgate.ledger.store.Books;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Looks at an account's credit, and gives some. */
@Path("/")
@Consumes(MediaType.WILDCARD)
public class CreditsResource {

    private static final int ID_LENGTH = 128;

    private final Books books;
    private final PostingRepository postings;
    private final Grants grants;

    @Inject
    CreditsResource(Books books, PostingRepository postings, Grants grants) {
        this.books = books;
        this.postings = postings;
        this.grants = grants;
    }

    @GET
    @Path("/api/v1/credits")
    public Uni<Response> credits(@Context HttpHeaders headers) {
        String account = Caller.of(headers).requireAccount();
        return books.inTransaction(session -> postings.given(session, account)
                .chain(given -> postings.credit(session, account).map(left -> {
                    ObjectNode data = Answers.object();
                    data.set("total_credits", Answers.usd(given));
                    data.set("total_usage", Answers.usd(given.minus(left)));
                    return Answers.ok(Answers.data(data));
                })));
    }

    @POST
    @Path("/operator/v1/accounts/{account}/credits")
    public Uni<Response> grant(
            @Context HttpHeaders headers, @PathParam("account") String account, byte @Nullable [] content) {
        Caller.of(headers).requireOperator();
        JsonBody body = JsonBody.parse(content);
        String id = body.text("id", ID_LENGTH);
        NanoUsd amount = body.amount("amount")
                .filter(given -> !given.isZero())
                .orElseThrow(() -> RefusalException.badRequest("amount must be more than zero", "amount"));
        return grants.give(account, id, amount).map(CreditsResource::answer);
    }

    private static Response answer(Grants.Given given) {
        ObjectNode data = Answers.object();
        data.put("id", given.id());
        data.put("transaction_id", given.transactionId().toString());
        data.put("account", given.account());
        data.set("amount", Answers.usd(given.amount()));
        data.set("balance", Answers.usd(given.balance()));
        return given.repeated() ? Answers.ok(Answers.data(data)) : Answers.created(Answers.data(data));
    }
}
