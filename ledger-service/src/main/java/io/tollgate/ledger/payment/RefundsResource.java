package io.tollgate.ledger.payment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.access.JsonBody;
import io.tollgate.ledger.access.RefusalException;
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

/** Books that money of a payment goes back, for the operator. The money itself moves at the payment provider. */
@Path("/operator/v1/accounts/{account}/refunds")
@Consumes(MediaType.WILDCARD)
public class RefundsResource {

    private static final int ID_LENGTH = 128;
    private static final int REASON_LENGTH = 500;

    private final Refunds refunds;

    @Inject
    RefundsResource(Refunds refunds) {
        this.refunds = refunds;
    }

    @POST
    public Uni<Response> refund(
            @Context HttpHeaders headers, @PathParam("account") String account, byte @Nullable [] content) {
        Caller.of(headers).requireOperator();
        JsonBody body = JsonBody.parse(content);
        String id = body.text("id", ID_LENGTH);
        UUID payment =
                body.uuid("payment").orElseThrow(() -> RefusalException.badRequest("payment is missing", "payment"));
        NanoUsd amount = body.positiveAmount("amount");
        return refunds.refund(new Refunds.Wanted(account, id, payment, amount, body.text("reason", REASON_LENGTH)))
                .map(RefundsResource::answer);
    }

    private static Response answer(Refunds.Refunded refunded) {
        Refunds.Wanted wanted = refunded.wanted();
        ObjectNode data = Answers.object();
        data.put("id", wanted.id());
        data.put("transaction_id", refunded.transactionId().toString());
        data.put("account", wanted.account());
        data.put("payment", wanted.payment().toString());
        data.set("amount", Answers.usd(wanted.amount()));
        data.put("reason", wanted.reason());
        data.put("corrects", refunded.corrects().toString());
        data.set("balance", Answers.usd(refunded.balance()));
        return Answers.made(refunded.repeated(), Answers.data(data));
    }
}
