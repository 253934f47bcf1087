package io.tollgate.ledger.voucher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.access.JsonBody;
import io.tollgate.ledger.voucher.Redemptions.Redeemed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Redeems a code for the caller's own account. Any key may: it can only add credit. */
@Path("/api/v1/credits/redeem")
@Consumes(MediaType.WILDCARD)
public class RedeemResource {

    private static final int CODE_LENGTH = 64;

    private final Redemptions redemptions;

    @Inject
    RedeemResource(Redemptions redemptions) {
        this.redemptions = redemptions;
    }

    @POST
    public Uni<Response> redeem(@Context HttpHeaders headers, byte @Nullable [] content) {
        String account = Caller.of(headers).requireAccount();
        String code = JsonBody.parse(content).text("code", CODE_LENGTH);
        return redemptions.redeem(account, code).map(RedeemResource::answer);
    }

    private static Response answer(Redeemed redeemed) {
        ObjectNode data = Answers.object();
        data.put("code", redeemed.label());
        data.set("amount", Answers.usd(redeemed.amount()));
        data.put("transaction_id", redeemed.transactionId().toString());
        data.set("balance", Answers.usd(redeemed.balance()));
        return Answers.made(redeemed.repeated(), Answers.data(data));
    }
}
