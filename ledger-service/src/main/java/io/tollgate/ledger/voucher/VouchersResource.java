package io.tollgate.ledger.voucher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.access.JsonBody;
import io.tollgate.ledger.access.Paging;
import io.tollgate.ledger.access.RefusalException;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Batches of vouchers, for the operator. Codes are shown once, when their batch is made. */
@Path("/operator/v1/vouchers")
@Consumes(MediaType.WILDCARD)
public class VouchersResource {

    private static final int ID_LENGTH = 128;
    private static final int LABEL_LENGTH = 200;

    private final Batches batches;
    private final int largestBatch;

    @Inject
    VouchersResource(Batches batches, LedgerConfig config) {
        this.batches = batches;
        this.largestBatch = config.vouchers().largestBatch();
    }

    @POST
    public Uni<Response> make(@Context HttpHeaders headers, byte @Nullable [] content) {
        Caller.of(headers).requireOperator();
        return batches.make(terms(JsonBody.parse(content))).map(made -> {
            ObjectNode body = Answers.data(view(made.batch()));
            ArrayNode codes = body.putArray("codes");
            made.codes().forEach(codes::add);
            return Answers.made(made.repeated(), body);
        });
    }

    private Batch.Terms terms(JsonBody body) {
        String id = body.text("id", ID_LENGTH);
        NanoUsd amount = body.positiveAmount("amount");
        int count = body.positive("count")
                .filter(wanted -> wanted <= largestBatch)
                .orElseThrow(() ->
                        RefusalException.badRequest("count must be a whole number from 1 to " + largestBatch, "count"));
        return new Batch.Terms(id, body.text("label", LABEL_LENGTH), amount, count, body.instant("expires_at"));
    }

    @GET
    public Uni<Response> list(
            @Context HttpHeaders headers,
            @QueryParam("offset") @Nullable String offset,
            @QueryParam("limit") @Nullable String limit) {
        Caller.of(headers).requireOperator();
        return batches.page(Paging.offset(offset), Paging.limit(limit))
                .map(page -> Answers.list(page, VouchersResource::view));
    }

    @GET
    @Path("/{id}")
    public Uni<Response> show(
            @Context HttpHeaders headers,
            @PathParam("id") String id,
            @QueryParam("offset") @Nullable String offset,
            @QueryParam("limit") @Nullable String limit) {
        Caller.of(headers).requireOperator();
        return batches.show(id, Paging.offset(offset), Paging.limit(limit)).map(shown -> {
            ObjectNode data = view(shown.batch());
            ArrayNode vouchers = data.putArray("vouchers");
            shown.vouchers().forEach(voucher -> vouchers.add(view(voucher)));
            return Answers.ok(Answers.data(data));
        });
    }

    @POST
    @Path("/{id}/withdraw")
    public Uni<Response> withdraw(@Context HttpHeaders headers, @PathParam("id") String id) {
        Caller.of(headers).requireOperator();
        return batches.withdraw(id).map(withdrawn -> {
            ObjectNode data = view(withdrawn.batch());
            data.put("withdrawn_now", withdrawn.vouchers());
            return Answers.ok(Answers.data(data));
        });
    }

    private static ObjectNode view(Batch batch) {
        ObjectNode view = Answers.object();
        view.put("id", batch.terms().name());
        view.put("label", batch.terms().label());
        view.set("amount", Answers.usd(batch.terms().amount()));
        view.put("count", batch.terms().count());
        view.put("open", batch.open());
        view.put("redeemed", batch.redeemed());
        view.put("withdrawn", batch.withdrawn());
        view.put("expires_at", text(batch.terms().expiresAt().orElse(null)));
        view.put("created_at", batch.createdAt().toString());
        return view;
    }

    private static ObjectNode view(Voucher voucher) {
        ObjectNode view = Answers.object();
        view.put("number", voucher.number());
        view.put("code", voucher.label());
        view.put("state", voucher.state().name().toLowerCase(Locale.ROOT));
        view.put("account", voucher.account());
        view.put("transaction_id", voucher.transactionId());
        view.put("ended_at", text(voucher.endedAt()));
        return view;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
