package io.tollgate.metering.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.metering.rollup.RollupColumns;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/** Writes a month's sums as a report; money as decimal strings of dollars, rates with three places. */
final class MonthlyReport {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final BigDecimal A_MINUTE = BigDecimal.valueOf(60);
    private static final int PLACES = 3;

    private MonthlyReport() {}

    static ObjectNode of(YearMonth month, MonthlySums sums, Instant now) {
        ObjectNode report = JSON.objectNode().put("month", month.toString());
        ObjectNode requests = report.putObject("requests");
        long total = 0;
        ObjectNode byOutcome = JSON.objectNode();
        for (JsonNode row : sums.requests()) {
            total += row.path("requests").asLong();
            byOutcome.put(row.path("outcome").asText(), row.path("requests").asLong());
        }
        requests.put("total", total).set("by_outcome", byOutcome);
        report.setAll(measures(sums.total()));
        report.set("throughput", throughput(month, sums, total, now));
        report.set("by_model", groups(sums.byModel()));
        report.set("by_provider", groups(sums.byProvider()));
        report.set("by_model_and_provider", groups(sums.byModelAndProvider()));
        report.set("by_account", groups(sums.byAccount()));
        report.set("by_app", groups(sums.byApp()));
        return report;
    }

    private static ArrayNode groups(List<JsonNode> rows) {
        ArrayNode groups = JSON.arrayNode();
        for (JsonNode row : rows) {
            ObjectNode group = groups.addObject();
            for (String name : List.of("model", "provider", "account", "app")) {
                if (row.has(name)) {
                    group.set(name, row.get(name));
                }
            }
            group.put("answered_requests", row.path("requests").asLong());
            group.setAll(measures(row));
        }
        return groups;
    }

    private static ObjectNode measures(JsonNode row) {
        ObjectNode measures = JSON.objectNode();
        for (String count : List.of("attempts", "simulated", "estimated")) {
            measures.put(count, row.path(count).asLong());
        }
        ObjectNode tokens = measures.putObject("tokens");
        RollupColumns.TOKENS.forEach(kind -> tokens.put(kind, row.path(kind).asLong()));
        tokens.put("total", row.path("prompt").asLong() + row.path("completion").asLong());
        RollupColumns.PIECES.forEach(kind -> measures.put(kind, row.path(kind).asLong()));
        RollupColumns.MONEY.forEach(kind -> measures.put(
                kind.equals("cost") ? "provider_cost" : kind,
                NanoUsd.of(row.path(kind).asLong()).toString()));
        BigDecimal generationSeconds =
                BigDecimal.valueOf(row.path("generation_ms").asLong(), 3);
        measures.put("generation_tokens_per_second", rate(row.path("completion").asLong(), generationSeconds));
        return measures;
    }

    /** Averages over the whole month, or its part that has passed, and over the minutes in which anything happened; and the peaks. */
    private static ObjectNode throughput(YearMonth month, MonthlySums sums, long requests, Instant now) {
        JsonNode minutes = sums.minutes();
        long tokens = minutes.path("tokens").asLong();
        BigDecimal active =
                A_MINUTE.multiply(BigDecimal.valueOf(minutes.path("minutes").asLong()));
        BigDecimal passed = passed(month, now);
        ObjectNode throughput = JSON.objectNode();
        throughput.put("average_tokens_per_second", rate(tokens, passed));
        throughput.put("average_requests_per_second", rate(requests, passed));
        throughput.put("active_minutes", minutes.path("minutes").asLong());
        throughput.put("active_average_tokens_per_second", rate(tokens, active));
        throughput.put("active_average_requests_per_second", rate(requests, active));
        JsonNode busiest = minutes.path("peak_tokens");
        throughput.put(
                "peak_minute_tokens_per_second", rate(busiest.path("tokens").asLong(), A_MINUTE));
        throughput.set("peak_minute_of_tokens", busiest.path("bucket"));
        JsonNode fullest = minutes.path("peak_requests");
        throughput.put(
                "peak_minute_requests_per_second", rate(fullest.path("requests").asLong(), A_MINUTE));
        throughput.set("peak_minute_of_requests", fullest.path("bucket"));
        return throughput;
    }

    private static BigDecimal passed(YearMonth month, Instant now) {
        Instant start = month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant end = month.plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant until = now.isBefore(end) ? now : end;
        return BigDecimal.valueOf(Math.max(0, Duration.between(start, until).toSeconds()));
    }

    private static BigDecimal rate(long quantity, BigDecimal seconds) {
        return seconds.signum() <= 0
                ? BigDecimal.ZERO.setScale(PLACES)
                : BigDecimal.valueOf(quantity).divide(seconds, PLACES, RoundingMode.HALF_UP);
    }
}
