package io.tollgate.chaos.fault;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import io.tollgate.contracts.Event;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.contracts.codec.UnreadableEventException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** Records with fields that only a newer version knows: they are read like any other, and a repeat of one is still a repeat. */
final class FutureEvents implements Fault {

    private static final Duration SERVED_WITHIN = Duration.ofSeconds(30);
    private static final int CALLS = 15;
    private static final int NEWEST = 200;

    private final ObjectMapper json = EventCodec.mapper();
    private final EventCodec codec = new EventCodec("chaos", Clock.systemUTC());

    @Override
    public String id() {
        return "F32";
    }

    @Override
    public String title() {
        return "events of a newer version, with unknown fields";
    }

    @Override
    public void run(Trial trial) throws IOException {
        Stage stage = trial.stage();
        Load load = trial.load(LoadPlan.USUAL);
        load.awaitClean(CALLS, SERVED_WITHIN);
        load.finish();
        Load.await(SERVED_WITHIN, () -> stage.unfinished().isEmpty());
        String before = stage.books().fingerprint();
        List<ProducerRecord<byte[], byte[]>> newer = new ArrayList<>();
        for (Topic topic : List.of(Topic.HOLDS, Topic.USAGE, Topic.LEDGER)) {
            List<ConsumerRecord<byte[], byte[]>> records = stage.log().records(topic.topicName());
            for (ConsumerRecord<byte[], byte[]> entry :
                    records.subList(Math.max(0, records.size() - NEWEST), records.size())) {
                if (isEvent(entry) && json.readTree(entry.value()) instanceof ObjectNode event) {
                    event.put("unheardOf", 1).putObject("nested").put("later", true);
                    newer.add(new ProducerRecord<>(
                            entry.topic(),
                            entry.partition(),
                            entry.key(),
                            json.writeValueAsBytes(event),
                            entry.headers()));
                }
            }
        }
        stage.log().publish(newer);
        trial.hit("records of a newer version were read", newer.size() > CALLS, newer.size() + " records");
        Load.await(SERVED_WITHIN, () -> stage.unfinished().isEmpty());
        trial.check("the books are the same", before.equals(stage.books().fingerprint()), before);
    }

    /** Whether it can be read now: what an earlier fault left unreadable stays so in every version. */
    private boolean isEvent(ConsumerRecord<byte[], byte[]> entry) {
        Header type = entry.headers().lastHeader(EventCodec.TYPE_HEADER);
        if (type == null || entry.value() == null) {
            return false;
        }
        try {
            codec.read(Event.class, new String(type.value(), StandardCharsets.UTF_8), entry.value());
            return true;
        } catch (UnreadableEventException unreadable) {
            return false;
        }
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        Aftermath.nobodyNoticed(trial, seen);
    }
}
