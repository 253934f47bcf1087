package io.tollgate.ledger.payable;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.access.JsonBody;
import io.tollgate.ledger.access.RefusalException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of a provider's invoice. It names an attempt, or a request, or else a model and a day.
 *
 * @param line its number, from 1
 * @param model a model's id, or its part behind the slash
 * @param day UTC day of the calls
 * @param nanos what the provider asks for, in nano-dollars; negative for what it gives back
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record InvoiceLine(
        long line,
        @Nullable UUID attempt,
        @Nullable String request,
        @Nullable String model,
        @Nullable LocalDate day,
        @Nullable Long tokens,
        long nanos) {

    private static final int LONGEST = 200;

    /** Reads a line; refuses one that names nothing. */
    static InvoiceLine of(JsonBody body) {
        NanoUsd amount = body.signedAmount("amount")
                .orElseThrow(() -> RefusalException.badRequest("amount is missing", "lines"));
        InvoiceLine line = new InvoiceLine(
                body.whole("line")
                        .filter(number -> number > 0)
                        .orElseThrow(() -> RefusalException.badRequest("line must be from 1 on", "lines")),
                body.uuid("attempt").orElse(null),
                body.optionalText("request", LONGEST).orElse(null),
                body.optionalText("model", LONGEST).orElse(null),
                body.optionalText("day", LONGEST).map(InvoiceLine::day).orElse(null),
                body.whole("tokens").orElse(null),
                amount.value());
        if (line.attempt == null && line.request == null && (line.model == null || line.day == null)) {
            throw RefusalException.badRequest(
                    "line " + line.line + " names neither attempt nor request nor model and day", "lines");
        }
        return line;
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException notADay) {
            throw RefusalException.badRequest("day must be YYYY-MM-DD", "lines");
        }
    }
}
