package io.tollgate.ledger.adjustment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.access.JsonBody;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.adjustment.Adjustments.Adjusted;
import io.tollgate.ledger.adjustment.Adjustments.Wanted;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts an account's credit right, for the operator: a positive amount adds, a negative one takes what is free. */
@Path("/operator/v1/accounts/{account}/adjustments")
@Consumes(MediaType.WILDCARD)
public class AdjustmentsResource {

    private static final int ID_LENGTH = 128;
    private static final int REASON_LENGTH = 500;

    private final Adjustments adjustments;

    @Inject
    AdjustmentsResource(Adjustments adjustments) {
        this.adjustments = adjustments;
    }

    @POST
    public Uni<Response> adjust(
            @Context HttpHeaders headers, @PathParam("account") String account, byte @Nullable [] content) {
        Caller.of(headers).requireOperator();
        JsonBody body = JsonBody.parse(content);
        String id = body.text("id", ID_LENGTH);
        NanoUsd amount = body.signedAmount("amount")
                .filter(some -> !some.isZero())
                .orElseThrow(() -> RefusalException.badRequest("amount must be more or less than zero", "amount"));
        Wanted wanted = new Wanted(account, id, amount, body.text("reason", REASON_LENGTH), body.uuid("corrects"));
        return adjustments.adjust(wanted).map(AdjustmentsResource::answer);
    }

    private static Response answer(Adjusted adjusted) {
        Wanted wanted = adjusted.wanted();
        ObjectNode data = Answers.object();
        data.put("id", wanted.id());
        data.put("transaction_id", adjusted.transactionId().toString());
        data.put("account", wanted.account());
        data.set("amount", Answers.usd(wanted.amount()));
        data.put("reason", wanted.reason());
        data.put("corrects", wanted.corrects().map(UUID::toString).orElse(null));
        data.set("balance", Answers.usd(adjusted.balance()));
        return Answers.made(adjusted.repeated(), Answers.data(data));
    }
}
