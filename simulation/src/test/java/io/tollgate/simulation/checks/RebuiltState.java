package io.tollgate.simulation.checks;

import io.tollgate.contracts.Topic;
import io.tollgate.simulation.cluster.Cluster;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What Redis is told of the books: balances never go back, and a rebuild brings back every hold that was in the log when Redis was lost. */
final class RebuiltState {

    private static final String PLACED = "/held";
    private static final String CLOSED = "/closed";

    private final Cluster cluster;
    private final Map<String, Long> sequences = new HashMap<>();

    RebuiltState(Cluster cluster) {
        this.cluster = cluster;
    }

    void ran(String script, List<String> keys, List<Object> answer) {
        boolean done = !answer.isEmpty() && "OK".equals(answer.getFirst());
        if (!done) {
            return;
        }
        switch (script) {
            case "SETTLE" -> goesOn(keys.get(1));
            case "REBUILD_ACCOUNT" -> sequences.remove(keys.get(1));
            case "REBUILD_END" -> isWhole();
            default -> {
                // says nothing of balances
            }
        }
    }

    private void goesOn(String credit) {
        long now = Long.parseLong(cluster.credit().hash(credit).getOrDefault("seq", "-1"));
        Long before = sequences.put(credit, now);
        if (before != null && before > now) {
            cluster.world().violated(credit + " goes back from " + before + " to " + now);
        }
    }

    private void isWhole() {
        Set<String> closed = new HashSet<>();
        for (ConsumerRecord<String, byte[]> record : cluster.broker().log(Topic.USAGE.topicName())) {
            closed.add(id(record));
        }
        for (ConsumerRecord<String, byte[]> record : cluster.broker().log(Topic.HOLDS.topicName())) {
            String request = id(record).replace(PLACED, "");
            boolean expected = id(record).endsWith(PLACED)
                    && record.timestamp() < cluster.credit().lostAt()
                    && !closed.contains(request + CLOSED);
            if (expected
                    && !cluster.credit().hash("{" + record.key() + "}:holds").containsKey(request)) {
                cluster.world().violated("a rebuild forgets the hold of " + request);
            }
        }
    }

    private static String id(ConsumerRecord<String, byte[]> record) {
        Header id = record.headers().lastHeader("ce_id");
        return id == null ? "" : new String(id.value(), StandardCharsets.UTF_8);
    }
}
