package io.tollgate.ledger.credit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.access.JsonBody;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Gives an account credit, for the operator. */
@Path("/operator/v1/accounts/{account}/credits")
@Consumes(MediaType.WILDCARD)
public class GrantsResource {

    private static final int ID_LENGTH = 128;

    private final Grants grants;

    @Inject
    GrantsResource(Grants grants) {
        this.grants = grants;
    }

    @POST
    public Uni<Response> grant(
            @Context HttpHeaders headers, @PathParam("account") String account, byte @Nullable [] content) {
        Caller.of(headers).requireOperator();
        JsonBody body = JsonBody.parse(content);
        String id = body.text("id", ID_LENGTH);
        NanoUsd amount = body.positiveAmount("amount");
        return grants.give(account, id, amount).map(GrantsResource::answer);
    }

    private static Response answer(Grants.Given given) {
        ObjectNode data = Answers.object();
        data.put("id", given.id());
        data.put("transaction_id", given.transactionId().toString());
        data.put("account", given.account());
        data.set("amount", Answers.usd(given.amount()));
        data.set("balance", Answers.usd(given.balance()));
        return Answers.made(given.repeated(), Answers.data(data));
    }
}
