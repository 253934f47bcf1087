package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import io.tollgate.contracts.Event;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.hold.HoldPlaced;
import io.tollgate.contracts.request.InferenceRequested;
import io.tollgate.contracts.usage.UsageRecorded;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Records that no consumer can read, on every topic that matters: each is put aside once for each reader, and nothing waits behind it. */
final class PoisonEvents implements Fault {

    private static final Duration SERVED_WITHIN = Duration.ofSeconds(30);
    private static final int RANDOM_BYTES = 300;
    private static final int HUGE_HEADER = 100_000;
    private static final String KEY = "poison";

    /** A topic, an event that travels on it, and how many consumers read it. */
    private record Target(String topic, Class<? extends Event> type, int readers) {}

    private static final List<Target> TARGETS = List.of(
            new Target(Topic.REQUESTS.topicName(), InferenceRequested.class, 1),
            new Target(Topic.forProvider("openai"), RouteAssigned.class, 1),
            new Target(Topic.HOLDS.topicName(), HoldPlaced.class, 1),
            new Target(Topic.USAGE.topicName(), UsageRecorded.class, 2));

    @Override
    public String id() {
        return "F31";
    }

    @Override
    public String title() {
        return "poison: random, empty, null and half-valid records";
    }

    @Override
    public void run(Trial trial) {
        Load load = trial.load(LoadPlan.USUAL);
        load.awaitClean(5, SERVED_WITHIN);
        long expected = 0;
        List<ProducerRecord<byte[], byte[]>> poison = new ArrayList<>();
        for (Target target : TARGETS) {
            List<ProducerRecord<byte[], byte[]>> forTarget = poison(target, trial.random());
            poison.addAll(forTarget);
            expected += (long) forTarget.size() * target.readers();
        }
        long before = trial.stage().log().deadLetters();
        trial.stage().log().publish(poison);
        trial.expectDeadLetters(expected);
        long wanted = before + expected;
        boolean aside = Load.await(SERVED_WITHIN, () -> trial.stage().log().deadLetters() >= wanted);
        trial.hit(
                "unreadable records were put aside",
                aside,
                trial.stage().log().deadLetters() - before + " of " + expected);
        trial.check("callers are served on", load.awaitClean((int) load.clean() + 10, SERVED_WITHIN), "");
        load.finish();
    }

    private static List<ProducerRecord<byte[], byte[]>> poison(Target target, Random random) {
        byte[] noise = new byte[RANDOM_BYTES];
        random.nextBytes(noise);
        String type = EventCodec.typeOf(target.type());
        return List.of(
                entry(target, null, noise),
                entry(target, type, noise),
                entry(target, type, null),
                entry(target, type, new byte[0]),
                entry(target, type, "{}".getBytes(StandardCharsets.UTF_8)),
                entry(target, type + "." + "x".repeat(HUGE_HEADER), noise),
                entry(target, "io.tollgate.of.the.future.v9.Unheard", "{\"a\":1}".getBytes(StandardCharsets.UTF_8)));
    }

    private static ProducerRecord<byte[], byte[]> entry(Target target, @Nullable String type, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> entry =
                new ProducerRecord<>(target.topic(), KEY.getBytes(StandardCharsets.UTF_8), value);
        if (type != null) {
            entry.headers().add(EventCodec.TYPE_HEADER, type.getBytes(StandardCharsets.UTF_8));
        }
        if (value != null && Topic.of(target.type()).bodyAsValue()) {
            entry.headers().add(EventCodec.EVENT_HEADER, value);
        }
        return entry;
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        Aftermath.nobodyNoticed(trial, seen);
    }
}
