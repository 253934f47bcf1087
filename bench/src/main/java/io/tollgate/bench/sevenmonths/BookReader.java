package io.tollgate.bench.sevenmonths;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.bench.sevenmonths.Reported.Posted;
import io.tollgate.contracts.money.NanoUsd;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Reads what the books say: both services' reports over their APIs, and postings from where they are kept. */
final class BookReader {

    private static final String POSTED = """
            select month, sum(amount) filter (where ledger_account like 'payable:%') as payable,
                sum(amount) filter (where ledger_account = 'revenue:fee') as fee
            from ledger.posting where ledger_account = 'revenue:fee' or ledger_account like 'payable:%' group by month""";

    private final ReplayStack stack;

    BookReader(ReplayStack stack) {
        this.stack = stack;
    }

    Reported read(Collection<YearMonth> months, Collection<String> accounts) {
        Map<YearMonth, Sums> metering = new TreeMap<>();
        Map<YearMonth, Sums> ledger = new TreeMap<>();
        for (YearMonth month : months) {
            metering.put(month, metering(stack.metering().get("/operator/v1/reports/monthly?month=" + month)));
            ledger.put(month, ledger(stack.ledger().get("/operator/v1/reports/ledger?month=" + month)));
        }
        Map<String, NanoUsd> balances = new TreeMap<>();
        for (String account : accounts) {
            BigDecimal balance = stack.ledger()
                    .get("/operator/v1/accounts/" + account)
                    .at("/data/balance")
                    .decimalValue();
            balances.put(account, NanoUsd.ofUsd(balance));
        }
        return new Reported(metering, ledger, posted(), balances);
    }

    private static Sums metering(JsonNode report) {
        return new Sums(
                report.path("attempts").asLong(),
                report.at("/requests/total").asLong(),
                report.at("/tokens/prompt").asLong(),
                report.at("/tokens/completion").asLong(),
                usd(report, "provider_cost"),
                usd(report, "fee"),
                usd(report, "charge"),
                usd(report, "absorbed"));
    }

    private static Sums ledger(JsonNode report) {
        JsonNode total = report.path("total");
        return new Sums(
                total.path("charges").asLong(),
                0,
                0,
                0,
                usd(total, "cost"),
                usd(total, "fee"),
                usd(total, "charge"),
                usd(total, "absorbed"));
    }

    private static NanoUsd usd(JsonNode report, String field) {
        return NanoUsd.parse(report.path(field).asText());
    }

    private Map<YearMonth, Posted> posted() {
        Map<YearMonth, Posted> posted = new TreeMap<>();
        try (Connection database = DriverManager.getConnection(stack.database());
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(POSTED)) {
            while (rows.next()) {
                posted.put(
                        YearMonth.parse(rows.getString("month")),
                        new Posted(NanoUsd.of(rows.getLong("payable")), NanoUsd.of(rows.getLong("fee"))));
            }
            return posted;
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot read the postings", failed);
        }
    }
}
