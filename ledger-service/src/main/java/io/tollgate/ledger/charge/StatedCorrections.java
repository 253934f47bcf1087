package io.tollgate.ledger.charge;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.usage.UsageCorrected;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/** Keeps what providers stated later, once for each correction's id, until the difference is booked. */
@ApplicationScoped
class StatedCorrections {

    private static final int REASON_LENGTH = 500;

    Uni<Void> keep(Mutiny.StatelessSession session, List<UsageCorrected> corrections) {
        if (corrections.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Map<String, Object>> rows = corrections.stream()
                .map(each -> Map.<String, Object>of(
                        "id", each.correctionId(),
                        "attempt_id", each.attemptId(),
                        "request_id", each.requestId(),
                        "account", each.account(),
                        "usage", each.usage(),
                        "reason", reason(each)))
                .toList();
        return Sql.run(session, """
                        insert into ledger.usage_correction (id, attempt_id, request_id, account, usage, reason, state)
                        select id, attempt_id, request_id, account, usage, reason, 'WAITING'
                        from jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(id uuid, attempt_id uuid, request_id text,
                            account text, usage jsonb, reason text)
                        on conflict (id) do nothing""", Sql.json(rows)).replaceWithVoid();
    }

    private static String reason(UsageCorrected correction) {
        String reason = correction.reason().isBlank() ? "stated by the provider" : correction.reason();
        return reason.substring(0, Math.min(REASON_LENGTH, reason.length()));
    }
}
