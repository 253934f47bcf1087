package io.tollgate.ledger.outbox;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Event;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Events that are committed and not yet known to Kafka. Events with the same key are added under the same row lock, so that the order
 * of their ids is the order in which they happened.
 */
@ApplicationScoped
public class OutboxRepository {

    /** An event that waits. */
    record Waiting(long id, String type, byte[] json) {}

    /** Adds events; they are announced if the transaction commits. */
    public Uni<Void> add(Mutiny.StatelessSession session, List<? extends Event> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Map<String, Object>> rows = events.stream()
                .map(event -> Map.<String, Object>of(
                        "topic", Topic.of(event.getClass()).topicName(),
                        "type", EventCodec.typeOf(event.getClass()),
                        "event", event))
                .toList();
        return Sql.run(session, """
                        insert into ledger.outbox (topic, type, event)
                        select topic, type, event from rows from (jsonb_to_recordset(cast(cast(?1 as text) as jsonb))
                            as (topic text, type text, event jsonb)) with ordinality x(topic, type, event, n) order by n""", Sql.json(rows)).replaceWithVoid();
    }

    /** The events that wait longest, oldest first. */
    Uni<List<Waiting>> waiting(Mutiny.StatelessSession session, int limit) {
        return Sql.rows(
                        session,
                        "select id, type, cast(event as text) as event from ledger.outbox order by id limit " + limit)
                .map(rows -> rows.stream()
                        .map(row -> new Waiting(
                                row.number("id"),
                                row.text("type"),
                                row.text("event").getBytes(StandardCharsets.UTF_8)))
                        .toList());
    }

    /** Forgets events that Kafka has acknowledged. */
    Uni<Void> sent(Mutiny.StatelessSession session, Set<Long> ids) {
        return Sql.run(session, """
                        delete from ledger.outbox
                        where id in (select cast(i as bigint) from jsonb_array_elements_text(cast(cast(?1 as text) as jsonb)) i)""", Sql.json(ids)).replaceWithVoid();
    }

    /** Whether a change of a key waits. */
    Uni<Boolean> hasKeyChange(Mutiny.StatelessSession session) {
        return Sql.rows(
                        session,
                        "select exists(select 1 from ledger.outbox where topic = ?1) as waiting",
                        Topic.KEYS.topicName())
                .map(rows -> rows.getFirst().flag("waiting"));
    }
}
