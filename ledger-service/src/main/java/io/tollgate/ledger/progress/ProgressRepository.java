package io.tollgate.ledger.progress;

import io.smallrye.mutiny.Uni;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** Notes, in the transaction that books a batch, how far the books reach in the log. Never used to skip anything. */
@ApplicationScoped
public class ProgressRepository {

    /** Notes that everything at the given positions, and before them, is booked. */
    public Uni<Void> advance(Mutiny.StatelessSession session, Collection<LogPosition> positions) {
        List<Map<String, Object>> rows = positions.stream()
                .collect(Collectors.toMap(
                        position -> new LogPosition(position.topic(), position.partition(), 0),
                        LogPosition::offset,
                        Math::max))
                .entrySet()
                .stream()
                .sorted(Comparator.comparingInt(each -> each.getKey().partition()))
                .map(each -> Map.<String, Object>of(
                        "topic", each.getKey().topic(),
                        "partition", each.getKey().partition(),
                        "next_offset", each.getValue() + 1))
                .toList();
        return Sql.run(session, """
                        insert into ledger.consumer_progress as p (topic, partition, next_offset)
                        select topic, partition, next_offset from jsonb_to_recordset(cast(cast(?1 as text) as jsonb))
                            as x(topic text, partition int, next_offset bigint)
                        on conflict (topic, partition) do update set next_offset = greatest(p.next_offset, excluded.next_offset)""", Sql.json(rows)).replaceWithVoid();
    }

    /** The offset after the last booked record of each partition of a topic. */
    public Uni<Map<Integer, Long>> reached(Mutiny.StatelessSession session, String topic) {
        return Sql.rows(session, "select partition, next_offset from ledger.consumer_progress where topic = ?1", topic)
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> Math.toIntExact(row.number("partition")), row -> row.number("next_offset"))));
    }
}
