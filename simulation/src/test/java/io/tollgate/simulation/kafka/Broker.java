package io.tollgate.simulation.kafka;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Topic;
import io.tollgate.simulation.world.Node;
import io.tollgate.simulation.world.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;

/** The logs. What was acknowledged is there for ever; what was not may be there, now or a little later. */
public final class Broker {

    /** Partitions of a topic: few, so that records of different requests meet in one. */
    public static final int PARTITIONS = 2;

    private static final long DELIVERY_TIMEOUT = 10 * World.SECOND;
    private static final long FAST_LEAST = 200;
    private static final long FAST_MOST = 2_500;
    private static final long FLUSHED_AFTER_DEATH = 2 * World.MILLI;

    private final World world;
    private final Supplier<Bus> bus;
    private final boolean waits;
    private final Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> logs = new LinkedHashMap<>();
    private final List<ConsumerGroup> groups = new ArrayList<>();
    private long latestSent;

    /** @param waits whether a producer learns of a record when it is in the log; if not, at once */
    public Broker(World world, Supplier<Bus> bus, boolean waits) {
        this.world = world;
        this.bus = bus;
        this.waits = waits;
    }

    void join(ConsumerGroup group) {
        groups.add(group);
    }

    /** A producer of a process as it is now; its records of one partition are written in the order in which they were sent. */
    public Producer producer(Node node) {
        return new Producer(node);
    }

    /** The records of a partition. */
    public List<ConsumerRecord<String, byte[]>> log(TopicPartition partition) {
        return logs.computeIfAbsent(partition, any -> new ArrayList<>());
    }

    /** The records of a topic, partition by partition. */
    public List<ConsumerRecord<String, byte[]>> log(String topic) {
        List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            all.addAll(log(new TopicPartition(topic, partition)));
        }
        return all;
    }

    /** The end offset of each partition that holds anything, as {@code LogEnds} of the ledger asks for it. */
    public Map<String, Map<Integer, Long>> ends(List<Topic> topics) {
        Map<String, Map<Integer, Long>> ends = new TreeMap<>();
        for (Topic topic : topics) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                long end = log(new TopicPartition(topic.topicName(), partition)).size();
                if (end > 0) {
                    ends.computeIfAbsent(topic.topicName(), any -> new TreeMap<>())
                            .put(partition, end);
                }
            }
        }
        return ends;
    }

    private void append(ProducerRecord<String, byte[]> sent, TopicPartition partition) {
        List<ConsumerRecord<String, byte[]>> log = log(partition);
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                log.size(),
                world.now(),
                TimestampType.LOG_APPEND_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
        log.add(record);
        world.sightings().saw("log " + type(sent));
        world.note(() -> "log " + partition + "@" + record.offset() + " " + id(sent));
        groups.forEach(group -> group.written(partition));
    }

    private void noteOrder(long sent) {
        if (sent < latestSent) {
            world.sightings().saw("record overtaken by a later one");
        }
        latestSent = Math.max(latestSent, sent);
    }

    private static String id(ProducerRecord<String, byte[]> sent) {
        return type(sent) + " " + header(sent, "ce_id");
    }

    /** The simple name of a record's event. */
    private static String type(ProducerRecord<String, byte[]> sent) {
        String type = header(sent, "ce_type");
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static String header(ProducerRecord<String, byte[]> sent, String name) {
        Header header = sent.headers().lastHeader(name);
        return header == null ? "?" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Sends records for one incarnation of a process. */
    public final class Producer {

        private final Node node;
        private final int incarnation;
        private final Map<TopicPartition, Long> lastAppend = new LinkedHashMap<>();
        private long diedAt = Long.MAX_VALUE;

        private Producer(Node node) {
            this.node = node;
            this.incarnation = node.incarnation();
            node.onCrash(() -> diedAt = world.now() + world.dice().between(0L, FLUSHED_AFTER_DEATH));
        }

        /** Sends a record; completes when it is acknowledged, fails when that took too long. */
        public Uni<Void> send(ProducerRecord<String, byte[]> record) {
            return Uni.createFrom().emitter(emitter -> {
                TopicPartition partition = new TopicPartition(
                        record.topic(),
                        Math.floorMod(String.valueOf(record.key()).hashCode(), PARTITIONS));
                Bus now = bus.get();
                long sent = world.now();
                boolean written = !world.dice().permille(now.failedPermille());
                boolean told = !world.dice().permille(now.lostAckPermille());
                long delay = world.dice().permille(now.slowPermille())
                        ? world.dice().skewed(now.slowMicros())
                        : world.dice().between(FAST_LEAST, FAST_MOST);
                long at = Math.max(lastAppend.getOrDefault(partition, 0L) + 1, sent + delay);
                if (written) {
                    lastAppend.put(partition, at);
                    world.outside(at - sent, () -> {
                        if (world.now() <= diedAt) {
                            noteOrder(sent);
                            append(record, partition);
                        }
                    });
                }
                if (!waits) {
                    world.after(node, incarnation, FAST_LEAST, type(record), () -> emitter.complete(null));
                    return;
                }
                long acknowledged = at + world.dice().between(FAST_LEAST, FAST_MOST);
                if (written && told && acknowledged - sent < DELIVERY_TIMEOUT) {
                    world.after(node, incarnation, acknowledged - sent, type(record), () -> emitter.complete(null));
                } else {
                    world.sightings().saw(written ? "lost acknowledgement" : "record not written");
                    world.note(() -> "  ... " + node + " will not learn of " + id(record));
                    world.after(
                            node,
                            incarnation,
                            DELIVERY_TIMEOUT,
                            () -> emitter.fail(new IllegalStateException("not acknowledged in time")));
                }
            });
        }
    }
}
