package io.tollgate.ledger.quarantine;

import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.progress.LogEntry;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/** Keeps what was not booked, once for each record of the log. */
@ApplicationScoped
public class QuarantineRepository {

    private static final int DETAIL_LENGTH = 1000;

    /** Keeps events that cannot be booked. */
    public Uni<Void> quarantine(Mutiny.StatelessSession session, List<Quarantined> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Map<String, Object>> rows = events.stream()
                .map(each -> {
                    Map<String, Object> row = position(each.entry(), each.detail());
                    row.put("record_key", printable(String.valueOf(each.entry().key())));
                    row.put("type", each.entry().type());
                    row.put("reason", each.reason().name());
                    row.put(
                            "value",
                            Base64.getEncoder().encodeToString(each.entry().value()));
                    return row;
                })
                .toList();
        return Sql.run(session, """
                        insert into ledger.quarantine (topic, partition, record_offset, record_key, type, reason, detail, value)
                        select topic, partition, record_offset, record_key, type, reason, detail, decode(value, 'base64')
                        from jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(topic text, partition int, record_offset bigint,
                            record_key text, type text, reason text, detail text, value text)
                        on conflict (topic, partition, record_offset) do nothing""", Sql.json(rows)).replaceWithVoid();
    }

    /** Keeps contradictions of what was booked. */
    public Uni<Void> conflict(Mutiny.StatelessSession session, List<Conflict> conflicts) {
        if (conflicts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Map<String, Object>> rows = conflicts.stream()
                .map(each -> {
                    Map<String, Object> row = position(each.entry(), each.detail());
                    row.put("event_id", each.entry().event().eventId());
                    row.put("event", printable(new String(each.entry().value(), StandardCharsets.UTF_8)));
                    return row;
                })
                .toList();
        return Sql.run(session, """
                        insert into ledger.usage_conflict (topic, partition, record_offset, event_id, detail, event)
                        select topic, partition, record_offset, event_id, detail, cast(event as jsonb)
                        from jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(topic text, partition int, record_offset bigint,
                            event_id text, detail text, event text)
                        on conflict (topic, partition, record_offset) do nothing""", Sql.json(rows)).replaceWithVoid();
    }

    private static Map<String, Object> position(LogEntry<?> entry, String detail) {
        Map<String, Object> row = new HashMap<>();
        row.put("topic", entry.position().topic());
        row.put("partition", entry.position().partition());
        row.put("record_offset", entry.position().offset());
        row.put("detail", printable(detail.length() > DETAIL_LENGTH ? detail.substring(0, DETAIL_LENGTH) : detail));
        return row;
    }

    /** PostgreSQL's text cannot hold NUL. */
    private static String printable(String text) {
        return text.replace("\u0000", "").replace("\\u0000", "");
    }
}
