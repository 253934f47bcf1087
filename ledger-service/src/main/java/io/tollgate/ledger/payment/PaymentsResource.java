package io.tollgate.ledger.payment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.access.JsonBody;
import io.tollgate.ledger.access.Paging;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.Row;
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
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Payments and what providers told of them, for the operator, who also says whose a payment is that names no account. */
@Path("/operator/v1/payments")
@Consumes(MediaType.WILDCARD)
public class PaymentsResource {

    private static final int ACCOUNT_LENGTH = 64;

    private final Database database;
    private final Payments payments;
    private final PaymentRepository repository;
    private final PaymentEvents events;

    @Inject
    PaymentsResource(Database database, Payments payments, PaymentRepository repository, PaymentEvents events) {
        this.database = database;
        this.payments = payments;
        this.repository = repository;
        this.events = events;
    }

    @GET
    public Uni<Response> list(
            @Context HttpHeaders headers,
            @QueryParam("account") @Nullable String account,
            @QueryParam("unassigned") @Nullable String unassigned,
            @QueryParam("offset") @Nullable String offset,
            @QueryParam("limit") @Nullable String limit) {
        Caller.of(headers).requireOperator();
        boolean nobodys = Paging.flag(unassigned, "unassigned");
        int skipped = Paging.offset(offset);
        int most = Paging.limit(limit);
        return database.inTransaction(
                        session -> repository.page(session, Optional.ofNullable(account), nobodys, skipped, most))
                .map(page -> Answers.list(page, PaymentsResource::view));
    }

    @GET
    @Path("/events")
    public Uni<Response> events(
            @Context HttpHeaders headers,
            @QueryParam("outcome") @Nullable String outcome,
            @QueryParam("offset") @Nullable String offset,
            @QueryParam("limit") @Nullable String limit) {
        Caller.of(headers).requireOperator();
        Optional<EventOutcome> wanted = outcome(outcome);
        int skipped = Paging.offset(offset);
        int most = Paging.limit(limit);
        return database.once(session -> events.page(session, wanted, skipped, most))
                .map(page -> Answers.list(page, PaymentsResource::view));
    }

    @POST
    @Path("/{payment}/assign")
    public Uni<Response> assign(
            @Context HttpHeaders headers, @PathParam("payment") String payment, byte @Nullable [] content) {
        Caller.of(headers).requireOperator();
        String account = JsonBody.parse(content).text("account", ACCOUNT_LENGTH);
        return payments.assign(id(payment), account).map(assigned -> {
            ObjectNode data = view(assigned.payment());
            data.set("balance", Answers.usd(assigned.balance()));
            return Answers.made(assigned.repeated(), Answers.data(data));
        });
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAUuid) {
            throw RefusalException.notFound("there is no such payment");
        }
    }

    private static Optional<EventOutcome> outcome(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        for (EventOutcome each : EventOutcome.values()) {
            if (each.wireName().equals(text)) {
                return Optional.of(each);
            }
        }
        throw RefusalException.badRequest("outcome must be an outcome of an event", "outcome");
    }

    private static ObjectNode view(Payment payment) {
        ObjectNode view = Answers.object();
        view.put("id", payment.id().toString());
        view.put("provider", payment.provider());
        view.put("payment", payment.paymentId());
        view.put("event", payment.eventId());
        view.put("reference", payment.reference());
        view.put("account", payment.account().orElse(null));
        view.put("currency", payment.money().currency());
        view.put("minor_amount", payment.money().minor());
        view.set("amount", Answers.usd(payment.amount()));
        view.set("refunded", Answers.usd(payment.refunded()));
        view.put("transaction_id", payment.corrected().toString());
        view.put("received_at", payment.receivedAt().toString());
        return view;
    }

    private static ObjectNode view(Row event) {
        ObjectNode view = Answers.object();
        view.put("provider", event.text("provider"));
        view.put("event", event.text("event_id"));
        view.put("type", event.text("type"));
        view.put("payment", event.textOrNull("payment_id"));
        view.put("outcome", event.text("outcome").toLowerCase(Locale.ROOT));
        view.put("detail", event.text("detail"));
        view.put("tries", event.number("tries"));
        view.put("received_at", event.instant("received_at").toString());
        return view;
    }
}
