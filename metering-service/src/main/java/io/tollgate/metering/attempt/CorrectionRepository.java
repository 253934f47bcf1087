package io.tollgate.metering.attempt;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.usage.UsageCorrected;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/** Keeps corrections as they came. Rollups stay what the ledger booked. */
@ApplicationScoped
class CorrectionRepository {

    Uni<Void> keep(Mutiny.StatelessSession session, List<UsageCorrected> corrections) {
        if (corrections.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Map<String, Object>> rows = corrections.stream()
                .map(correction -> Map.<String, Object>of(
                        "correction_id", correction.correctionId(),
                        "attempt_id", correction.attemptId(),
                        "usage", correction.usage(),
                        "reason", correction.reason(),
                        "corrected_at", correction.correctedAt()))
                .toList();
        return Sql.run(session, """
                        insert into metering.correction (correction_id, attempt_id, usage, reason, corrected_at)
                        select * from jsonb_to_recordset(cast(cast(?1 as text) as jsonb))
                            as x(correction_id uuid, attempt_id uuid, usage jsonb, reason text, corrected_at timestamptz)
                        on conflict (correction_id) do nothing""", Sql.json(rows)).replaceWithVoid();
    }
}
