package io.tollgate.localstack.books;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Writes a month of the house for people. */
public final class PayablesText {

    private static final String PROVIDER = "%-24s %18s %18s %16s %16s %18s%n";
    private static final String ACCOUNT = "%-32s %20s %20s %20s %20s%n";

    private PayablesText() {}

    /** Payables, fees, losses and the trial balance as tables. */
    public static String table(JsonNode house) {
        StringBuilder text = new StringBuilder();
        text.append(
                "%s, USD; credit is positive%n%n".formatted(house.path("month").asText()));
        text.append(
                PROVIDER.formatted("owed to", "opening", "paid by customers", "borne by us", "corrections", "open"));
        for (JsonNode provider : house.path("providers")) {
            text.append(PROVIDER.formatted(
                    provider.path("provider").asText(),
                    provider.path("opening").asText(),
                    provider.path("billed").asText(),
                    provider.path("absorbed").asText(),
                    provider.path("corrections").asText(),
                    provider.path("closing").asText()));
            others(text, provider);
        }
        text.append(System.lineSeparator());
        earned(text, "fees", house.path("fee_revenue"));
        earned(text, "losses", house.path("house_loss"));
        trialBalance(text, house.path("trial_balance"));
        JsonNode agreement = house.path("agreement");
        text.append("%ncustomers paid %s; cost and fees less losses %s; %s%n"
                .formatted(
                        agreement.path("paid_by_customers").asText(),
                        agreement.path("cost_and_fees_less_losses").asText(),
                        house.path("balanced").asBoolean() ? "the books balance" : "THE BOOKS DO NOT BALANCE"));
        return text.toString();
    }

    private static void earned(StringBuilder text, String name, JsonNode book) {
        text.append("%-24s %18s in the month, corrections %s, since the beginning %s%n"
                .formatted(
                        name,
                        book.path("charges").asText(),
                        book.path("corrections").asText(),
                        book.path("closing").asText()));
        others(text, book);
    }

    private static void others(StringBuilder text, JsonNode book) {
        book.path("others")
                .properties()
                .forEach(other -> text.append("  %-22s %18s%n"
                        .formatted(
                                other.getKey().toLowerCase(Locale.ROOT).replace('_', ' '),
                                other.getValue().asText())));
    }

    private static void trialBalance(StringBuilder text, JsonNode balance) {
        text.append(System.lineSeparator());
        text.append(ACCOUNT.formatted("trial balance", "opening", "debit", "credit", "closing"));
        for (JsonNode account : balance.path("accounts")) {
            line(text, account.path("account").asText(), account);
        }
        line(text, "sum", balance);
    }

    private static void line(StringBuilder text, String name, JsonNode sums) {
        text.append(ACCOUNT.formatted(
                name,
                sums.path("opening").asText(),
                sums.path("debit").asText(),
                sums.path("credit").asText(),
                sums.path("closing").asText()));
    }
}
