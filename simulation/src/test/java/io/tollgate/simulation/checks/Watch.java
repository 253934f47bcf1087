package io.tollgate.simulation.checks;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.Topic;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.FrameCodec;
import io.tollgate.simulation.cluster.Cluster;
import io.tollgate.simulation.world.World;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What must hold at the very moment in which something happens in Redis. */
public final class Watch {

    private static final int MOST_ATTEMPTS = 5;
    private static final long LEASE = 5 * World.SECOND;
    private static final List<String> LISTS = List.of("EXPIRED", "UNCLOSED");
    private static final String CLOSED = "/closed";

    private final World world;
    private final Cluster cluster;
    private final Map<String, Claim> claims = new HashMap<>();
    private final Map<String, Long> renewedAt = new HashMap<>();
    private final Map<String, Long> opened = new HashMap<>();

    /** A claim that was granted; a repeat by the same owner is granted again. */
    private record Claim(String owner, long fence) {}

    private Watch(Cluster cluster) {
        this.world = cluster.world();
        this.cluster = cluster;
    }

    /** Looks at every script that runs. */
    public static void over(Cluster cluster) {
        Watch watch = new Watch(cluster);
        RebuiltState rebuilt = new RebuiltState(cluster);
        cluster.credit().observe((script, keys, arguments, answer) -> rebuilt.ran(script, keys, answer));
        cluster.credit().observe((script, keys, arguments, answer) -> watch.credit(script, keys, arguments, answer));
        cluster.frames().observe((script, keys, arguments, answer) -> watch.frames(script, keys, arguments, answer));
    }

    private void credit(String script, List<String> keys, List<String> arguments, List<Object> answer) {
        String status = answer.isEmpty() || LISTS.contains(script) ? "" : String.valueOf(answer.getFirst());
        world.sightings().saw(script + " " + status);
        if (script.equals("RENEW") && !status.equals("LOST")) {
            renewedAt.put(keys.get(0), world.now());
        }
        if (script.equals("UNCLOSED") && !answer.isEmpty()) {
            world.sightings().saw("unclosed request listed");
        }
        if (script.equals("CLAIM") && List.of("GRANTED", "CANCELLED", "RECOVER").contains(status)) {
            heldNoLonger(keys.get(2), status, arguments.get(3));
            fenceGrows(keys.get(2), new Claim(arguments.get(3), Long.parseLong(String.valueOf(answer.get(1)))));
        }
    }

    /** Whoever renews its lease keeps it. */
    private void heldNoLonger(String lease, String status, String owner) {
        Claim holder = claims.get(lease);
        boolean takenOver =
                status.equals("RECOVER") && holder != null && !holder.owner().equals(owner);
        if (takenOver && world.now() - renewedAt.getOrDefault(lease, 0L) < LEASE) {
            world.violated(lease + " is taken over while it is held");
        }
        renewedAt.put(lease, world.now());
    }

    private void fenceGrows(String lease, Claim claim) {
        Claim before = claims.put(lease, claim);
        if (before != null && before.fence() >= claim.fence() && !before.equals(claim)) {
            world.violated("fence of " + lease + " does not grow: " + before + ", " + claim);
        }
    }

    private void frames(String script, List<String> keys, List<String> arguments, List<Object> answer) {
        String status = answer.isEmpty() ? "nothing" : String.valueOf(answer.getFirst());
        world.sightings().saw(script + " " + status);
        if (script.equals("REPLY_OPEN") && status.equals("OK")) {
            opened.put(keys.get(0), Long.valueOf(arguments.get(0)));
        }
        if (script.equals("REPLY_APPEND")
                && status.equals("OK")
                && Long.parseLong(arguments.get(0)) < opened.getOrDefault(keys.get(0), 0L)) {
            world.violated(keys.get(0) + " takes a frame under a fence that was shut out");
        }
        if (script.equals("REPLY_APPEND")
                && status.equals("OK")
                && arguments.get(3).equals("1")) {
            lastFrame(arguments.get(5), arguments.get(2));
        }
    }

    /** Durable before visible. */
    private void lastFrame(String requestId, String bytes) {
        Frame frame = FrameCodec.read(bytes.getBytes(StandardCharsets.ISO_8859_1));
        if (!isInUsageLog(requestId + CLOSED)) {
            world.violated(requestId + " shows its last frame before its end is durable");
        }
        boolean rated = Objects.requireNonNull(frame.end()).rating() != null;
        if (rated && !hasUsage(requestId)) {
            world.violated(requestId + " shows its last frame before its usage is durable");
        }
    }

    private boolean hasUsage(String requestId) {
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            if (isInUsageLog(Ids.attemptId(requestId, attempt).toString())) {
                return true;
            }
        }
        return false;
    }

    private boolean isInUsageLog(String eventId) {
        for (ConsumerRecord<String, byte[]> record : cluster.broker().log(Topic.USAGE.topicName())) {
            Header id = record.headers().lastHeader("ce_id");
            if (id != null && eventId.equals(new String(id.value(), StandardCharsets.UTF_8))) {
                return true;
            }
        }
        return false;
    }
}
