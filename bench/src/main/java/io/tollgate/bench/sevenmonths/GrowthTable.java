package io.tollgate.bench.sevenmonths;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.bench.sevenmonths.SevenMonths.Outcome;
import io.tollgate.contracts.money.NanoUsd;
import java.util.List;

/** Shows a run to people and programs. */
final class GrowthTable {

    private static final String HEAD = "%-8s %12s %12s %16s %20s %20s %20s %22s%n";
    private static final long MILLION = 1_000_000;

    private final Outcome outcome;
    private final List<String> broken;

    /** @param broken invariants that do not hold, in words */
    GrowthTable(Outcome outcome, List<String> broken) {
        this.outcome = outcome;
        this.broken = broken;
    }

    boolean isRight() {
        return outcome.comparison().differences().isEmpty() && broken.isEmpty();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(HEAD.formatted(
                "month",
                "usages",
                "requests",
                "tokens (mn)",
                "inference USD",
                "fees USD",
                "borne by us USD",
                "inference so far USD"));
        NanoUsd soFar = NanoUsd.ZERO;
        for (var month : outcome.totals().months().entrySet()) {
            soFar = soFar.plus(month.getValue().inference());
            line(text, month.getKey().toString(), month.getValue(), soFar);
        }
        line(text, "all", outcome.totals().all(), soFar);
        Timing timing = outcome.timing();
        text.append("%n%d usages booked and metered in %.1f s: %d a second%n"
                .formatted(timing.usages(), timing.booked().toMillis() / 1000.0, timing.usagesASecond()));
        text.append("processor time a usage: %d us (%s ms in all)%n"
                .formatted(timing.cpuMicrosAUsage(), timing.cpuMillis()));
        text.append("generator = metering reports = ledger reports = postings: %d figures compared, %d differ%n"
                .formatted(
                        outcome.comparison().compared(),
                        outcome.comparison().differences().size()));
        outcome.comparison()
                .differences()
                .forEach(difference ->
                        text.append("DIFFERS ").append(difference.line()).append('\n'));
        text.append("invariants: %s%n".formatted(broken.isEmpty() ? "all hold" : broken.size() + " broken"));
        broken.forEach(invariant -> text.append("BROKEN ").append(invariant).append('\n'));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Sums sums, NanoUsd soFar) {
        text.append(HEAD.formatted(
                name,
                sums.attempts(),
                sums.requests(),
                (sums.promptTokens() + sums.completionTokens()) / MILLION,
                sums.inference(),
                sums.fee(),
                sums.absorbed(),
                soFar));
    }

    ObjectNode json() {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        ArrayNode months = report.putArray("months");
        outcome.totals()
                .months()
                .forEach((month, sums) ->
                        months.addObject().put("month", month.toString()).setAll(sums(sums)));
        report.set("total", sums(outcome.totals().all()));
        ArrayNode differences = report.putArray("differences");
        outcome.comparison().differences().forEach(difference -> differences.add(difference.line()));
        ArrayNode invariants = report.putArray("broken_invariants");
        broken.forEach(invariants::add);
        report.put("figures_compared", outcome.comparison().compared());
        report.put("published_ms", outcome.timing().published().toMillis());
        report.put("booked_ms", outcome.timing().booked().toMillis());
        report.put("usages_per_second", outcome.timing().usagesASecond());
        report.put("cpu_micros_per_usage", outcome.timing().cpuMicrosAUsage());
        ObjectNode cpu = report.putObject("cpu_ms");
        outcome.timing().cpuMillis().forEach(cpu::put);
        return report;
    }

    private static ObjectNode sums(Sums sums) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("usages", sums.attempts())
                .put("requests", sums.requests())
                .put("prompt_tokens", sums.promptTokens())
                .put("completion_tokens", sums.completionTokens())
                .put("inference", sums.inference().toString())
                .put("cost", sums.cost().toString())
                .put("fee", sums.fee().toString())
                .put("charge", sums.charge().toString())
                .put("absorbed", sums.absorbed().toString());
    }
}
