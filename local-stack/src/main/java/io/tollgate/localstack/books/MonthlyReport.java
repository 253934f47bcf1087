package io.tollgate.localstack.books;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.localstack.stack.OperatorClient;
import java.time.YearMonth;
import java.util.Map;

/** A month as metering added it up. */
public final class MonthlyReport {

    private final JsonNode report;

    private MonthlyReport(JsonNode report) {
        this.report = report;
    }

    /** Asks a running stack for a month. */
    public static MonthlyReport of(Map<String, String> environment, YearMonth month) {
        String base = environment.getOrDefault("TOLLGATE_URL", "");
        OperatorClient operator = new OperatorClient(
                base.substring(0, base.length() - "/api/v1".length()),
                environment.getOrDefault("TOLLGATE_OPERATOR_KEY", ""));
        return new MonthlyReport(operator.require(operator.get("/operator/v1/reports/monthly?month=" + month)));
    }

    /** The whole report, indented. */
    public String json() {
        return report.toPrettyString() + System.lineSeparator();
    }

    /** The report as tables for people. */
    public String table() {
        return json();
    }
}
