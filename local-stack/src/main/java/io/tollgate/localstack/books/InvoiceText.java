package io.tollgate.localstack.books;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Writes what an invoice and the books do not agree on, for people. */
public final class InvoiceText {

    private static final String STATUS = "%-14s %10s %20s %20s %20s%n";
    private static final String ITEM = "%-14s %-56s %20s %20s %20s%n";

    private InvoiceText() {}

    /** The sums by status and the open items, the largest differences first. */
    public static String table(JsonNode found) {
        StringBuilder text = new StringBuilder();
        text.append("%s of %s, %s, USD%n%n"
                .formatted(
                        found.path("id").asText(),
                        found.path("provider").asText(),
                        found.path("month").asText()));
        text.append(STATUS.formatted("", "items", "our books", "invoice", "difference"));
        found.path("by_status")
                .properties()
                .forEach(status -> text.append(STATUS.formatted(
                        words(status.getKey()),
                        status.getValue().path("items").asText(),
                        status.getValue().path("ours").asText(),
                        status.getValue().path("theirs").asText(),
                        status.getValue().path("difference").asText())));
        text.append(STATUS.formatted(
                "all",
                "",
                found.path("ours").asText(),
                found.path("theirs").asText(),
                found.path("difference").asText()));
        if (found.path("open").isEmpty()) {
            text.append("nothing is open%n".formatted());
            return text.toString();
        }
        text.append(System.lineSeparator());
        text.append(ITEM.formatted("open", "attempt, request, or model and day", "our books", "invoice", "difference"));
        for (JsonNode item : found.path("open")) {
            text.append(ITEM.formatted(
                    words(item.path("status").asText()),
                    name(item),
                    item.path("ours").asText("-"),
                    item.path("theirs").asText("-"),
                    item.path("difference").asText()));
        }
        return text.toString();
    }

    private static String words(String status) {
        return status.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String name(JsonNode item) {
        String reference = item.path("reference").isNull()
                ? item.path("model").asText() + " " + item.path("day").asText()
                : item.path("reference").asText();
        return item.path("booked_in").isNull()
                ? reference
                : reference + " (booked in " + item.path("booked_in").asText() + ")";
    }
}
