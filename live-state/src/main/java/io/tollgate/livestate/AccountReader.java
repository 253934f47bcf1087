package io.tollgate.livestate;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.livestate.CreditHolds.AccountSnapshot;
import io.tollgate.livestate.CreditHolds.OpenHold;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an account's credit and holds. The two are read one after the other: compare sums only while nothing runs. */
final class AccountReader {

    private AccountReader() {}

    static Uni<AccountSnapshot> read(RedisStore store, String account) {
        return store.call(commands -> commands.hgetall(KeyNames.credit(account)))
                .chain(credit -> store.call(commands -> commands.hgetall(KeyNames.holds(account)))
                        .map(holds -> snapshot(account, credit, holds)));
    }

    private static AccountSnapshot snapshot(String account, Map<String, byte[]> credit, Map<String, byte[]> holds) {
        Map<String, OpenHold> open = HashMap.newHashMap(holds.size());
        holds.forEach((requestId, value) -> open.put(requestId, hold(requestId, text(value))));
        return new AccountSnapshot(
                account,
                NanoUsd.of(number(credit.get("posted"), 0)),
                NanoUsd.of(number(credit.get("held"), 0)),
                number(credit.get("seq"), -1),
                open);
    }

    private static OpenHold hold(String requestId, String value) {
        String[] parts = value.split("\\|", -1);
        return new OpenHold(
                requestId,
                NanoUsd.of(Long.parseLong(parts[0])),
                parts[1],
                parts[2],
                Instant.ofEpochMilli(Long.parseLong(parts[3])));
    }

    private static long number(byte @Nullable [] value, long absent) {
        return value == null ? absent : Long.parseLong(text(value));
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
