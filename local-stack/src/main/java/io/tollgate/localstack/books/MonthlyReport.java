package io.tollgate.localstack.books;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.localstack.stack.OperatorClient;
import java.time.YearMonth;
import java.util.Map;

/** A month as metering added it up. */
public final class MonthlyReport {

    private static final String GROUP_HEAD = "%n%-48s %10s %14s %14s %18s %18s%n"
            .formatted("", "requests", "prompt", "completion", "cost USD", "fee USD");

    private final JsonNode report;

    private MonthlyReport(JsonNode report) {
        this.report = report;
    }

    /** Asks a running stack for a month. */
    public static MonthlyReport of(Map<String, String> environment, YearMonth month) {
        OperatorClient operator = OperatorClient.ofEnvironment(environment);
        return new MonthlyReport(operator.require(operator.get("/operator/v1/reports/monthly?month=" + month)));
    }

    /** The whole report, indented. */
    public String json() {
        return report.toPrettyString() + System.lineSeparator();
    }

    /** The report as tables for people. */
    public String table() {
        StringBuilder text = new StringBuilder();
        text.append("%s%n".formatted(report.path("month").asText()));
        line(text, "requests", report.at("/requests/total").asText() + byOutcome());
        report.path("tokens").properties().forEach(kind -> {
            if (kind.getValue().asLong() > 0) {
                line(
                        text,
                        kind.getKey().replace('_', ' ') + " tokens",
                        kind.getValue().asText());
            }
        });
        line(text, "provider cost", usd("provider_cost"));
        line(text, "fees", usd("fee"));
        line(text, "charged", usd("charge"));
        line(text, "borne by us", usd("absorbed"));
        JsonNode throughput = report.path("throughput");
        line(
                text,
                "tokens a second",
                throughput.path("average_tokens_per_second").asText() + " on average, "
                        + throughput.path("peak_minute_tokens_per_second").asText() + " in the busiest minute");
        line(
                text,
                "requests a second",
                throughput.path("average_requests_per_second").asText() + " on average, "
                        + throughput.path("peak_minute_requests_per_second").asText() + " in the busiest minute");
        group(text, "by_model", "model");
        group(text, "by_provider", "provider");
        return text.toString();
    }

    private String byOutcome() {
        StringBuilder outcomes = new StringBuilder();
        report.at("/requests/by_outcome")
                .properties()
                .forEach(outcome -> outcomes.append(outcomes.isEmpty() ? " (" : ", ")
                        .append(outcome.getKey()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', ' '))
                        .append(' ')
                        .append(outcome.getValue().asText()));
        return outcomes.isEmpty() ? "" : outcomes + ")";
    }

    private String usd(String field) {
        return report.path(field).asText() + " USD";
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("  %-24s %s%n".formatted(name, value));
    }

    private void group(StringBuilder text, String field, String name) {
        if (report.path(field).isEmpty()) {
            return;
        }
        text.append(GROUP_HEAD);
        for (JsonNode row : report.path(field)) {
            text.append("%-48s %10s %14s %14s %18s %18s%n"
                    .formatted(
                            row.path(name).asText(),
                            row.path("answered_requests").asText(),
                            row.at("/tokens/prompt").asText(),
                            row.at("/tokens/completion").asText(),
                            row.path("provider_cost").asText(),
                            row.path("fee").asText()));
        }
    }
}
