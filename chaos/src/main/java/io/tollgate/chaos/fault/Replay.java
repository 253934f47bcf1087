package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.stage.LogView;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import io.tollgate.contracts.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Every consumer reads its newest records once more, and every record is on its topic twice: nothing changes anywhere. */
final class Replay implements Fault {

    private static final List<String> CONSUMERS = List.of("router", "workers", "ledger", "metering");
    private static final List<String> GROUPS =
            List.of("router", "provider-workers", "ledger", "metering.usage", "metering.ledger");
    private static final List<Topic> DOUBLED = List.of(Topic.REQUESTS, Topic.HOLDS, Topic.USAGE, Topic.LEDGER);
    private static final long BACK = 10_000;
    private static final int DOUBLED_OF_EACH = 2_000;
    private static final int CALLS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public String id() {
        return "F13";
    }

    @Override
    public String title() {
        return "replay 10,000 records of every group, publish every record twice";
    }

    @Override
    public void run(Trial trial) {
        Stage stage = trial.stage();
        LogView log = stage.log();
        Load load = trial.load(LoadPlan.USUAL);
        load.awaitClean(CALLS, PATIENCE);
        load.finish();
        trial.check(
                "quiet before the replay",
                Load.await(PATIENCE, () -> stage.unfinished().isEmpty()),
                "");
        String books = stage.books().fingerprint();
        long served = stage.simulator().lines();
        all(CONSUMERS.stream()
                .map(service -> (Runnable) () -> stage.process(service).close()));
        Load.await(PATIENCE, () -> GROUPS.stream().allMatch(log::isEmpty));
        long rewound =
                GROUPS.stream().mapToLong(group -> log.rewind(group, BACK)).sum();
        long doubled = publishAgain(log);
        all(CONSUMERS.stream().map(service -> (Runnable) () -> stage.stack().startAgain(service)));
        trial.hit("records were read again", rewound > CALLS, rewound + " records");
        trial.hit("records were published again", doubled > CALLS, doubled + " records");
        String left = awaitRead(stage);
        trial.check("everything is read again", left.isEmpty(), left);
        trial.check("the books are the same", books.equals(stage.books().fingerprint()), books);
        trial.check(
                "no provider was called again",
                served == stage.simulator().lines(),
                stage.simulator().lines() - served + " calls");
    }

    private static String awaitRead(Stage stage) {
        Load.await(PATIENCE, () -> stage.unfinished().isEmpty());
        return stage.unfinished();
    }

    private static void all(java.util.stream.Stream<Runnable> steps) {
        CompletableFuture.allOf(steps.map(CompletableFuture::runAsync).toArray(CompletableFuture[]::new))
                .join();
    }

    private static long publishAgain(LogView log) {
        List<ProducerRecord<byte[], byte[]>> again = new ArrayList<>();
        for (Topic topic : DOUBLED) {
            List<ConsumerRecord<byte[], byte[]>> records = log.records(topic.topicName());
            records.subList(Math.max(0, records.size() - DOUBLED_OF_EACH), records.size())
                    .forEach(entry -> again.add(new ProducerRecord<>(
                            entry.topic(), entry.partition(), entry.key(), entry.value(), entry.headers())));
        }
        log.publish(again);
        return again.size();
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        Aftermath.nobodyNoticed(trial, seen);
    }
}
