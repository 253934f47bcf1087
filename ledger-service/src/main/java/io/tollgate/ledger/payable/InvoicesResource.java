package io.tollgate.ledger.payable;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.access.JsonBody;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.access.Times;
import io.tollgate.postgres.Row;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Providers' invoices beside what the books say, for the operator: handed in some thousand lines a call, then compared. */
@Path("/operator/v1/payables/{provider}/invoices")
@Consumes(MediaType.WILDCARD)
public class InvoicesResource {

    private static final int ID_LENGTH = 128;
    private static final int MONTH_LENGTH = 7;

    private final Invoices invoices;
    private final int linesACall;

    @Inject
    InvoicesResource(Invoices invoices, LedgerConfig config) {
        this.invoices = invoices;
        this.linesACall = config.invoices().linesACall();
    }

    @POST
    public Uni<Response> add(
            @Context HttpHeaders headers, @PathParam("provider") String provider, byte @Nullable [] content) {
        Caller.of(headers).requireOperator();
        JsonBody body = JsonBody.parse(content);
        Invoices.Wanted wanted = new Invoices.Wanted(
                body.text("id", ID_LENGTH),
                provider,
                Times.month(body.text("month", MONTH_LENGTH)),
                body.positive("line_count")
                        .orElseThrow(() -> RefusalException.badRequest("line_count is missing", "line_count")));
        List<InvoiceLine> lines =
                body.objects("lines", linesACall).stream().map(InvoiceLine::of).toList();
        return invoices.add(wanted, lines)
                .map(header -> Answers.ok(Answers.data(Answers.object()
                        .put("id", wanted.id())
                        .put("line_count", header.lines())
                        .put("present", header.present()))));
    }

    @GET
    @Path("/{id}")
    public Uni<Response> compare(
            @Context HttpHeaders headers, @PathParam("provider") String provider, @PathParam("id") String id) {
        Caller.of(headers).requireOperator();
        return invoices.compare(provider, id).map(found -> Answers.ok(Answers.data(view(provider, id, found))));
    }

    private static ObjectNode view(String provider, String id, Invoices.Comparison found) {
        ObjectNode view = Answers.object();
        view.put("id", id);
        view.put("provider", provider);
        view.put("month", found.invoice().month());
        view.put("ours", found.ours().toString());
        view.put("theirs", found.theirs().toString());
        view.put("difference", found.difference().toString());
        view.put("explained", found.isExplained());
        ObjectNode statuses = view.putObject("by_status");
        for (Row row : found.byStatus()) {
            statuses.putObject(row.text("status"))
                    .put("items", row.number("items"))
                    .put("lines", row.number("lines"))
                    .put("ours", row.amount("ours").toString())
                    .put("theirs", row.amount("theirs").toString())
                    .put("difference", row.amount("difference").toString());
        }
        ArrayNode open = view.putArray("open");
        found.open().forEach(row -> open.add(item(row)));
        return view;
    }

    private static ObjectNode item(Row row) {
        ObjectNode item = Answers.object();
        for (String name : List.of("status", "named", "reference", "model", "day", "booked_in")) {
            item.put(name, row.textOrNull(name));
        }
        item.put("lines", row.number("lines"));
        for (String name : List.of("ours", "theirs", "difference")) {
            Long nanos = row.numberOrNull(name);
            item.put(name, nanos == null ? null : NanoUsd.of(nanos).toString());
        }
        return item;
    }
}
