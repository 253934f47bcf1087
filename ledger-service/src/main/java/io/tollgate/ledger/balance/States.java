package io.tollgate.ledger.balance;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.livestate.CreditHolds.AccountState;
import io.tollgate.livestate.CreditHolds.OpenHold;
import io.tollgate.livestate.CreditHolds.Settlement;
import io.tollgate.livestate.CreditHolds.WindowSpend;
import io.tollgate.postgres.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns rows of the books into what Redis is told. Pure. */
final class States {

    private States() {}

    static Settlement settlement(Row row) {
        return settlement(row, List.of());
    }

    /** @param alsoReleased holds that are no request's */
    static Settlement settlement(Row row, List<String> alsoReleased) {
        List<String> released = new ArrayList<>(alsoReleased);
        row.json("released").forEach(id -> released.add(id.asText()));
        return new Settlement(row.text("account"), row.amount("posted"), row.number("seq"), released, spent(row));
    }

    static AccountState accountState(Row row) {
        List<OpenHold> holds = new ArrayList<>();
        for (JsonNode each : row.json("holds")) {
            Row hold = new Row(each);
            holds.add(new OpenHold(
                    hold.text("request_id"),
                    NanoUsd.of(hold.number("amount")),
                    hold.text("key"),
                    hold.text("limit_window"),
                    hold.instant("placed_at"),
                    hold.instantOrNull("deadline"),
                    limit(hold)));
        }
        return new AccountState(row.text("account"), row.amount("posted"), row.number("seq"), holds, spent(row));
    }

    private static @Nullable NanoUsd limit(Row hold) {
        Long limit = hold.numberOrNull("key_limit");
        return limit == null ? null : NanoUsd.of(limit);
    }

    private static List<WindowSpend> spent(Row row) {
        List<WindowSpend> spent = new ArrayList<>();
        for (JsonNode each : row.json("spent")) {
            Row spend = new Row(each);
            spent.add(new WindowSpend(spend.text("key"), spend.text("name"), spend.amount("spent")));
        }
        return spent;
    }
}
