package io.tollgate.metering.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.metering.access.Caller;
import io.tollgate.metering.access.RefusalException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** {@code GET /operator/v1/reports/monthly}: the platform's month, by default the present one. */
@Path("/operator/v1/reports")
@Produces(MediaType.APPLICATION_JSON)
public class ReportResource {

    private final ReportRepository reports;

    ReportResource(ReportRepository reports) {
        this.reports = reports;
    }

    @GET
    @Path("/monthly")
    public Uni<ObjectNode> monthly(@Context HttpHeaders headers, @QueryParam("month") @Nullable String month) {
        Caller.requireOperator(headers);
        YearMonth wanted = month == null ? YearMonth.now(ZoneOffset.UTC) : parse(month);
        return reports.month(wanted.toString()).map(sums -> MonthlyReport.of(wanted, sums, Instant.now()));
    }

    private static YearMonth parse(String month) {
        try {
            return YearMonth.parse(month);
        } catch (DateTimeParseException noMonth) {
            throw RefusalException.invalid("month", "month must be YYYY-MM");
        }
    }
}
