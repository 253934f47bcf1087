package io.tollgate.livestate;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tollgate.livestate.CreditHolds.AccountState;
import io.tollgate.livestate.CreditHolds.OpenHold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One rebuild of the credit store: close the gate, forget every balance, write the ledger's, open the gate. Each step is refused unless the
 * mark that the first one left is still there, so a restart of Redis in between cannot leave a half-filled store open.
 */
final class Rebuild {

    private static final int SCAN_COUNT = 1_000;
    /** Longer than any request may take; for holds whose deadline the books do not know. */
    private static final Duration UNKNOWN_DEADLINE = Duration.ofMinutes(15);

    private final RedisStore store;
    private final String token = UUID.randomUUID().toString();

    Rebuild(RedisStore store) {
        this.store = store;
    }

    Uni<Void> run(long epoch, Iterable<AccountState> states) {
        List<String> gate = List.of(KeyNames.EPOCH, KeyNames.EPOCH_BUILDING, KeyNames.EPOCH_SINCE);
        return store.run(Script.REBUILD_BEGIN, gate, List.of(token))
                .chain(begun -> forgetBalances())
                .chain(() -> Multi.createFrom()
                        .iterable(states)
                        .onItem()
                        .transformToUniAndConcatenate(this::write)
                        .collect()
                        .last())
                .chain(written -> store.run(Script.REBUILD_END, gate, List.of(token, epoch)))
                .invoke(Rebuild::requireOk)
                .replaceWithVoid();
    }

    private Uni<Void> forgetBalances() {
        return Multi.createFrom()
                .items(KeyNames.BALANCE_PATTERNS)
                .onItem()
                .transformToUniAndConcatenate(pattern -> forget(pattern, ScanCursor.INITIAL))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> forget(String pattern, ScanCursor from) {
        return store.call(commands ->
                        commands.scan(from, ScanArgs.Builder.matches(pattern).limit(SCAN_COUNT)))
                .chain(page -> delete(page)
                        .chain(() -> page.isFinished()
                                ? Uni.createFrom().voidItem()
                                : forget(pattern, ScanCursor.of(page.getCursor()))));
    }

    private Uni<Void> delete(KeyScanCursor<String> page) {
        if (page.getKeys().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<String> keys = new ArrayList<>();
        keys.add(KeyNames.EPOCH_BUILDING);
        keys.addAll(page.getKeys());
        return store.run(Script.REBUILD_FORGET, keys, List.of(token))
                .invoke(Rebuild::requireOk)
                .replaceWithVoid();
    }

    private Uni<ScriptReply> write(AccountState state) {
        String account = state.account();
        List<Object> arguments = new ArrayList<>();
        arguments.add(token);
        arguments.add(KeyNames.spendPrefix(account));
        arguments.add(CreditHolds.clamped(state.posted()));
        arguments.add(state.seq());
        arguments.add(KeyNames.memberPrefix(account));
        arguments.add(state.holds().size());
        arguments.add(UnclosedRequests.lookAfterMillis(Duration.ZERO));
        state.holds().forEach(hold -> addHold(arguments, hold));
        state.spent().forEach(spend -> CreditHolds.addSpend(arguments, spend));
        List<String> keys = List.of(
                KeyNames.EPOCH_BUILDING,
                KeyNames.credit(account),
                KeyNames.holds(account),
                KeyNames.running(account),
                KeyNames.UNCLOSED);
        return store.run(Script.REBUILD_ACCOUNT, keys, arguments).invoke(Rebuild::requireOk);
    }

    private static void addHold(List<Object> arguments, OpenHold hold) {
        Instant deadline = hold.deadline() == null ? hold.placedAt().plus(UNKNOWN_DEADLINE) : hold.deadline();
        arguments.add(KeyNames.requirePlain(hold.requestId()));
        arguments.add(CreditHolds.amount(hold.amount()));
        arguments.add(KeyNames.requirePlain(hold.key()));
        arguments.add(CreditHolds.window(hold.limitWindow()));
        arguments.add(hold.placedAt().toEpochMilli());
        arguments.add(SpendingWindow.keptSeconds(hold.limitWindow()));
        arguments.add(deadline.toEpochMilli());
        arguments.add(hold.limit() == null ? "" : CreditHolds.clamped(hold.limit()));
    }

    private static void requireOk(ScriptReply reply) {
        if (!"OK".equals(reply.status())) {
            throw new RebuildOvertakenException();
        }
    }
}
