package io.tollgate.router.outbox;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Event;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Events that are committed and not yet known to Kafka. All are added under the lock of an import, so the order of their ids is the
 * order in which they happened.
 */
@ApplicationScoped
public class OutboxRepository {

    /**
     * An event that waits.
     *
     * @param event as JSON text
     */
    record Waiting(long id, String type, String event) {}

    /** Adds events; they are announced if the transaction commits. */
    public Uni<Void> add(Mutiny.StatelessSession session, List<? extends Event> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Map<String, Object>> rows = events.stream()
                .map(event -> Map.<String, Object>of("type", EventCodec.typeOf(event.getClass()), "event", event))
                .toList();
        return Sql.run(session, """
                insert into router.outbox (type, event)
                select type, event from rows from (jsonb_to_recordset(cast(cast(?1 as text) as jsonb))
                    as (type text, event jsonb)) with ordinality x(type, event, n) order by n""", Sql.json(rows)).replaceWithVoid();
    }

    /** The events that wait longest, oldest first. */
    Uni<List<Waiting>> waiting(Mutiny.StatelessSession session, int limit) {
        return Sql.values(session, Waiting.class, """
                select cast(jsonb_build_object('id', id, 'type', type, 'event', cast(event as text)) as text)
                from router.outbox order by id limit\s""" + limit);
    }

    /** Forgets events that Kafka has acknowledged. */
    Uni<Void> sent(Mutiny.StatelessSession session, List<Long> ids) {
        return Sql.run(session, """
                delete from router.outbox
                where id in (select cast(i as bigint) from jsonb_array_elements_text(cast(cast(?1 as text) as jsonb)) i)""", Sql.json(ids)).replaceWithVoid();
    }
}
