package io.tollgate.localstack.books;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes an account's statement for people and for spreadsheets. */
public final class StatementText {

    private static final CsvMapper CSV = new CsvMapper();

    private StatementText() {}

    /** The statement as a table. */
    public static String table(JsonNode statement) {
        StringBuilder text = new StringBuilder();
        text.append("%s (%s), %s, USD%n"
                .formatted(
                        statement.path("account").asText(),
                        statement.path("name").asText(),
                        statement.path("month").asText()));
        line(text, "opening balance", "", "", "", statement.path("opening").asText());
        for (JsonNode movement : statement.path("movements")) {
            line(
                    text,
                    words(movement),
                    movement.path("count").asText(),
                    "",
                    "",
                    movement.path("amount").asText());
        }
        if (!statement.path("charges").isEmpty()) {
            line(text, "charges", "calls", "cost", "fee", "");
            usages(text, statement.path("charges"));
        }
        if (!statement.path("corrections").isEmpty()) {
            line(text, "corrections of charges", "number", "cost", "fee", "");
            usages(text, statement.path("corrections"));
        }
        line(text, "fees in all", "", "", statement.path("fees").asText(), "");
        line(text, "closing balance", "", "", "", statement.path("closing").asText());
        return text.toString();
    }

    /** The statement as CSV: {@code section,name,count,cost,fee,amount}. */
    public static String csv(JsonNode statement) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("section", "name", "count", "cost", "fee", "amount"));
        rows.add(List.of(
                "balance", "opening", "", "", "", statement.path("opening").asText()));
        for (JsonNode movement : statement.path("movements")) {
            rows.add(List.of(
                    "movement",
                    words(movement),
                    movement.path("count").asText(),
                    "",
                    "",
                    movement.path("amount").asText()));
        }
        addUsages(rows, "charge", statement.path("charges"));
        addUsages(rows, "correction", statement.path("corrections"));
        rows.add(List.of(
                "balance", "closing", "", "", "", statement.path("closing").asText()));
        try {
            return CSV.writeValueAsString(rows);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts can always be written", impossible);
        }
    }

    private static String words(JsonNode movement) {
        return movement.path("kind").asText().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void usages(StringBuilder text, JsonNode usages) {
        for (JsonNode usage : usages) {
            line(
                    text,
                    "  " + usage.path("model").asText(),
                    usage.path("count").asText(),
                    usage.path("cost").asText(),
                    usage.path("fee").asText(),
                    usage.path("amount").asText());
        }
    }

    private static void addUsages(List<List<String>> rows, String section, JsonNode usages) {
        for (JsonNode usage : usages) {
            rows.add(List.of(
                    section,
                    usage.path("model").asText(),
                    usage.path("count").asText(),
                    usage.path("cost").asText(),
                    usage.path("fee").asText(),
                    usage.path("amount").asText()));
        }
    }

    private static void line(StringBuilder text, String name, String count, String cost, String fee, String amount) {
        text.append("  %-52s %10s %16s %16s %18s%n".formatted(name, count, cost, fee, amount));
    }
}
