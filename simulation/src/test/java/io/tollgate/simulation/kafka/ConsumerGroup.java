package io.tollgate.simulation.kafka;

import io.tollgate.simulation.world.Node;
import io.tollgate.simulation.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A consumer group with SmallRye's throttled commits: records are handed out one after the other without waiting for the earlier ones, the
 * contiguous prefix of what is acknowledged is committed now and then, and whoever gets a partition begins where the last commit stands.
 */
public final class ConsumerGroup {

    private static final long SESSION_TIMEOUT = 10 * World.SECOND;
    private static final long COMMIT_EVERY = World.SECOND / 2;
    private static final long POLL_LEAST = 100;
    private static final long POLL_MOST = 3_000;

    /** A record as a consumer gets it. */
    public final class Delivery {

        private final ConsumerRecord<String, byte[]> record;
        private final Share share;
        private final int generation;

        private Delivery(ConsumerRecord<String, byte[]> record, Share share) {
            this.record = record;
            this.share = share;
            this.generation = share.generation;
        }

        public ConsumerRecord<String, byte[]> record() {
            return record;
        }

        /** Acknowledges the record; means nothing once the partition was taken away. */
        public void acknowledge() {
            if (generation == share.generation) {
                share.acknowledged.add(record.offset());
                commitSoon(share);
            }
        }
    }

    private static final class Share {

        private final TopicPartition partition;
        private final Set<Long> acknowledged = new TreeSet<>();
        private @Nullable Node owner;
        private int generation;
        private long position;
        private long committed;
        private long handedOut;
        private boolean polling;
        private boolean committing;

        private Share(TopicPartition partition) {
            this.partition = partition;
        }
    }

    private final World world;
    private final Broker broker;
    private final String name;
    private final Map<TopicPartition, Share> shares = new LinkedHashMap<>();
    private final Map<Node, Consumer<Delivery>> members = new LinkedHashMap<>();
    private final Set<Node> expelled = new LinkedHashSet<>();

    public ConsumerGroup(World world, Broker broker, String name, List<String> topics) {
        this.world = world;
        this.broker = broker;
        this.name = name;
        for (String topic : topics) {
            for (int partition = 0; partition < Broker.PARTITIONS; partition++) {
                TopicPartition each = new TopicPartition(topic, partition);
                shares.put(each, new Share(each));
            }
        }
        broker.join(this);
    }

    /** Joins as a static member: who comes back in time gets its partitions back, from their committed offsets. */
    public void join(Node node, Consumer<Delivery> consumer) {
        members.put(node, consumer);
        expelled.remove(node);
        int incarnation = node.incarnation();
        node.onCrash(() -> world.outsideIdly(SESSION_TIMEOUT, () -> {
            if (!node.isUp() || node.incarnation() == incarnation) {
                expel(node);
            }
        }));
        world.note(() -> node + " joins " + name);
        shares.values().stream().filter(share -> share.owner == node).forEach(share -> give(share, node));
        balance();
    }

    /** Moves a partition to another member, as a rebalance does. */
    public void move(long choice) {
        List<Share> all = List.copyOf(shares.values());
        Share share = all.get(Math.floorMod(choice, all.size()));
        List<Node> others = live().stream().filter(node -> node != share.owner).toList();
        if (!others.isEmpty()) {
            world.sightings().saw("rebalance");
            give(share, others.get(Math.floorMod(choice >>> 8, others.size())));
        }
    }

    /** Takes everything from a member that was not heard of for too long, though it may live. */
    public void expel(Node node) {
        if (members.size() > 1) {
            expelled.add(node);
        }
        balance();
    }

    /** Lets an expelled member back in. */
    public void readmit(Node node) {
        if (expelled.remove(node)) {
            balance();
        }
    }

    /** Whether everything written was acknowledged. */
    public boolean isDone() {
        return shares.values().stream()
                .allMatch(share -> prefix(share) >= broker.log(share.partition).size());
    }

    void written(TopicPartition partition) {
        Share share = shares.get(partition);
        if (share != null) {
            poll(share);
        }
    }

    private List<Node> live() {
        return members.keySet().stream()
                .filter(node -> node.isUp() && !expelled.contains(node))
                .toList();
    }

    /** Gives away what nobody has, and evens out: every member has some. */
    private void balance() {
        List<Node> live = live();
        if (live.isEmpty()) {
            return;
        }
        int next = 0;
        for (Share share : shares.values()) {
            Node owner = share.owner;
            if (owner == null || expelled.contains(owner) || (!owner.isUp() && !members.containsKey(owner))) {
                give(share, live.get(next % live.size()));
                next++;
            }
        }
        for (Node idle : live) {
            if (shares.values().stream().noneMatch(share -> share.owner == idle)) {
                spareFor(idle);
            }
        }
    }

    private void spareFor(Node idle) {
        Map<Node, List<Share>> byOwner = new LinkedHashMap<>();
        shares.values().forEach(share -> {
            if (share.owner != null) {
                byOwner.computeIfAbsent(share.owner, any -> new ArrayList<>()).add(share);
            }
        });
        byOwner.values().stream()
                .filter(owned -> owned.size() > 1)
                .findFirst()
                .ifPresent(owned -> give(owned.getLast(), idle));
    }

    private void give(Share share, Node to) {
        world.note(() -> name + ": " + share.partition + " goes to " + to + " from offset " + share.committed);
        share.owner = to;
        share.generation++;
        share.position = share.committed;
        share.acknowledged.clear();
        share.polling = false;
        poll(share);
    }

    private void poll(Share share) {
        Node owner = share.owner;
        if (owner == null
                || share.polling
                || share.position >= broker.log(share.partition).size()) {
            return;
        }
        share.polling = true;
        int generation = share.generation;
        world.after(owner, owner.incarnation(), world.dice().between(POLL_LEAST, POLL_MOST), name, () -> {
            if (generation == share.generation) {
                share.polling = false;
                handOut(share, owner);
                poll(share);
            }
        });
    }

    private void handOut(Share share, Node owner) {
        ConsumerRecord<String, byte[]> record = broker.log(share.partition).get((int) share.position);
        share.position++;
        if (record.offset() < share.handedOut) {
            world.sightings().saw("redelivery to " + name);
            world.note(() -> name + ": " + share.partition + "@" + record.offset() + " comes again, to " + owner);
        }
        share.handedOut = Math.max(share.handedOut, record.offset() + 1);
        Consumer<Delivery> consumer = members.get(owner);
        if (consumer != null) {
            consumer.accept(new Delivery(record, share));
        }
    }

    private void commitSoon(Share share) {
        Node owner = share.owner;
        if (share.committing || owner == null) {
            return;
        }
        share.committing = true;
        int generation = share.generation;
        long incarnation = owner.incarnation();
        world.outside(world.dice().between(1L, COMMIT_EVERY), () -> {
            share.committing = false;
            if (generation == share.generation && owner.isUp() && owner.incarnation() == incarnation) {
                share.committed = prefix(share);
            }
        });
    }

    private static long prefix(Share share) {
        long prefix = share.committed;
        while (share.acknowledged.contains(prefix)) {
            prefix++;
        }
        return prefix;
    }
}
