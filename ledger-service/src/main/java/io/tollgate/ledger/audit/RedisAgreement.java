package io.tollgate.ledger.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.CreditHolds.AccountSnapshot;
import io.tollgate.livestate.CreditHolds.OpenHold;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares Redis with the books, account by account. Redis is read first: what was booked in between can only make the books more
 * generous. Holds younger than the grace may be on their way.
 */
@ApplicationScoped
class RedisAgreement {

    private static final int AT_ONCE = 8;

    private final Database database;
    private final CreditHolds credit;
    private final LedgerConfig.Audit config;
    private final Clock clock;

    @Inject
    RedisAgreement(Database database, CreditHolds credit, LedgerConfig config, Clock clock) {
        this.database = database;
        this.credit = credit;
        this.config = config.audit();
        this.clock = clock;
    }

    private record Finding(String account, boolean agrees, String difference) {}

    Uni<Check> run() {
        return credit.ready()
                .chain(ready -> ready ? compareAll() : Uni.createFrom().item(lost("Redis is being rebuilt")));
    }

    private Uni<Check> compareAll() {
        return database.inTransaction(session -> Sql.rows(
                        session, "select id from ledger.account order by created_at desc limit " + config.accounts()))
                .chain(accounts -> Multi.createFrom()
                        .iterable(accounts)
                        .onItem()
                        .transformToUni(row -> compare(row.text("id")))
                        .merge(AT_ONCE)
                        .collect()
                        .asList())
                .map(RedisAgreement::summary)
                .onFailure()
                .recoverWithItem(failure -> lost("Redis does not answer"));
    }

    private Uni<Finding> compare(String account) {
        return credit.snapshot(account)
                .chain(redis -> database.inTransaction(session ->
                                Sql.rows(session, """
                        select l.balance, l.seq,
                            exists(select 1 from ledger.balance_push p where p.account = ?1) as waiting,
                            coalesce((select jsonb_agg(h.request_id) from ledger.hold h
                                where h.account = ?1 and h.state = 'OPEN'), '[]') as open,
                            coalesce((select jsonb_agg(h.request_id) from ledger.hold h where h.account = ?1
                                and h.state = 'OPEN' and coalesce(h.placed_at, h.created_at) < cast(cast(?2 as text) as timestamptz)), '[]')
                                as old
                        from ledger.ledger_account l where l.id = 'customer:' || ?1""", account, graceEnd().toString()))
                        .map(rows -> finding(redis, rows.getFirst())));
    }

    private Instant graceEnd() {
        return clock.instant().minus(config.grace());
    }

    private Finding finding(AccountSnapshot redis, Row row) {
        NanoUsd balance = row.amount("balance");
        NanoUsd sum = redis.holds().values().stream().map(OpenHold::amount).reduce(NanoUsd.ZERO, NanoUsd::plus);
        if (redis.posted().minus(redis.held()).compareTo(balance) > 0) {
            return differs(
                    redis, "Redis is more generous: " + redis.posted() + " - " + redis.held() + ", books " + balance);
        }
        boolean settled = !row.flag("waiting") && redis.seq() == row.number("seq");
        if (settled && !redis.posted().equals(NanoUsd.min(balance, CreditHolds.MAX_AMOUNT))) {
            return differs(redis, "Redis has " + redis.posted() + ", books " + balance);
        }
        if (settled && !redis.held().equals(sum)) {
            return differs(redis, "held " + redis.held() + " is not the sum of the holds, " + sum);
        }
        Set<String> open = texts(row.json("open"));
        for (OpenHold hold : redis.holds().values()) {
            if (!open.contains(hold.requestId()) && hold.placedAt().isBefore(graceEnd())) {
                return differs(redis, "Redis holds for " + hold.requestId() + ", the books do not");
            }
        }
        for (String requestId : texts(row.json("old"))) {
            if (settled && !redis.holds().containsKey(requestId)) {
                return differs(redis, "the books hold for " + requestId + ", Redis does not");
            }
        }
        return new Finding(redis.account(), true, "");
    }

    private static Finding differs(AccountSnapshot redis, String difference) {
        return new Finding(redis.account(), false, difference);
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static Check summary(List<Finding> findings) {
        List<Finding> broken = findings.stream().filter(each -> !each.agrees()).toList();
        String detail = broken.isEmpty()
                ? ""
                : "first: " + broken.getFirst().account() + ", "
                        + broken.getFirst().difference();
        return check(broken.size(), findings.size(), detail);
    }

    private static Check lost(String detail) {
        return check(1, 0, detail);
    }

    private static Check check(long broken, long checked, String detail) {
        return new Check("redis", "Redis agrees with the books", broken, checked, detail);
    }
}
