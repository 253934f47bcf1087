package io.tollgate.ledger.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.access.Times;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.Row;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A month of the books by provider, from its postings; amounts are exact decimal strings. */
@Path("/operator/v1/reports/ledger")
public class ReportResource {

    private final Database database;
    private final ReportRepository reports;

    @Inject
    ReportResource(Database database, ReportRepository reports) {
        this.database = database;
        this.reports = reports;
    }

    @GET
    public Uni<Response> month(@Context HttpHeaders headers, @QueryParam("month") @Nullable String month) {
        Caller.of(headers).requireOperator();
        String wanted = Times.month(month);
        return database.inTransaction(session -> reports.byProvider(session, wanted)
                .chain(providers ->
                        reports.granted(session, wanted).map(granted -> Answers.ok(view(wanted, providers, granted)))));
    }

    private static ObjectNode view(String month, List<Row> rows, Row granted) {
        ObjectNode body = Answers.object();
        body.put("month", month);
        ArrayNode providers = body.putArray("providers");
        for (Row row : rows) {
            boolean total = row.text("provider").isEmpty();
            ObjectNode each = total ? body.putObject("total") : providers.addObject();
            if (!total) {
                each.put("provider", row.text("provider"));
            }
            each.put("charges", row.number("charges"));
            each.put("cost", row.amount("cost").toString());
            each.put("fee", row.amount("fee").toString());
            each.put("charge", row.amount("charge").toString());
            each.put("absorbed", row.amount("absorbed").toString());
        }
        body.put("granted", granted.amount("granted").toString());
        return body;
    }
}
