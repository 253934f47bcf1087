package io.tollgate.ingress.stack;

import io.tollgate.contracts.Topic;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.request.InferenceRequested;
import io.tollgate.contracts.request.RequestEvent;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageSource;
import io.tollgate.dialects.reply.End;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.FrameCodec;
import io.tollgate.dialects.reply.Head;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.dialects.reply.ReplyFailure;
import io.tollgate.dialects.reply.RouteTaken;
import io.tollgate.livestate.Frames;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Takes requests from their topic, as router and worker would, and answers with the frames it is told to. */
public final class TestWorker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long FENCE = 1;
    /** Failed once before, then answered by another. */
    private static final RouteTaken ROUTE = new RouteTaken(
            2,
            List.of(
                    new RouteTaken.Candidate(TestCatalogue.MODEL, "GROQ", false),
                    new RouteTaken.Candidate(TestCatalogue.MODEL, "OPENAI", true)),
            List.of(new RouteTaken.Tried(TestCatalogue.MODEL, "GROQ", 429, "rate_limit_exceeded", true)),
            new RouteTaken.Tried(TestCatalogue.MODEL, "OPENAI", 200, null, true));

    /** A request as it arrived. */
    public record Taken(InferenceRequested event, byte[] body) {}

    /** What to do with a request. */
    public interface Script {
        void run(TestWorker worker, Taken request);
    }

    private final Frames frames;
    private final EventCodec codec = new EventCodec("test-worker", Clock.systemUTC());
    private final BlockingQueue<Taken> taken = new LinkedBlockingQueue<>();
    private final Queue<Taken> all = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile @Nullable Script automatic;
    private volatile boolean running = true;

    public TestWorker(Frames frames) {
        this.frames = frames;
        KafkaConsumer<String, byte[]> consumer = consumer();
        this.thread = new Thread(() -> poll(consumer), "test-worker");
        thread.start();
    }

    /** Handles every request from now on with a script; absent to leave them to {@link #take}. */
    public void automatic(@Nullable Script script) {
        taken.clear();
        automatic = script;
    }

    /** Waits for the next request. */
    public Taken take() {
        try {
            Taken next = taken.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new AssertionError("no request came");
            }
            return next;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Requests of an account that have come so far. */
    public long count(String account) {
        return all.stream()
                .filter(each -> each.event().account().equals(account))
                .count();
    }

    public void begin(String requestId, String text) {
        frames.open(requestId, FENCE, 1).await().atMost(PATIENCE);
        Head head = new Head(TestCatalogue.MODEL, "openai", "OPENAI", true, 1_790_000_000);
        append(requestId, Frame.first(head, List.of(new ReplyEvent.Text(0, text))));
    }

    public void text(String requestId, long seq, String text) {
        append(requestId, Frame.next(seq, List.of(new ReplyEvent.Text(0, text))));
    }

    /** Ends a reply normally. */
    public void finish(String requestId, long seq) {
        append(requestId, Frame.next(seq, List.of(new ReplyEvent.Finished(0, "stop", "stop"))));
        Rating rating = new Rating(
                NanoUsd.parse("0.000100000"),
                NanoUsd.parse("0.000100000"),
                NanoUsd.parse("0.000005000"),
                NanoUsd.parse("0.000105000"),
                NanoUsd.ZERO);
        end(
                requestId,
                seq + 1,
                new End(
                        Outcome.COMPLETED,
                        null,
                        Usage.tokens(10L, 5L, UsageSource.REPORTED),
                        rating,
                        1,
                        null,
                        null,
                        ROUTE));
    }

    /** Ends a reply with a failure. */
    public void fail(String requestId, long seq, int status, String errorType) {
        if (seq == 0) {
            frames.open(requestId, FENCE, 1).await().atMost(PATIENCE);
        }
        Outcome outcome = seq == 0 ? Outcome.FAILED : Outcome.INTERRUPTED;
        ReplyFailure failure = ReplyFailure.of(status, errorType, "the provider failed");
        end(requestId, seq, new End(outcome, failure, null, null, 1, null, null, ROUTE));
    }

    private void end(String requestId, long seq, End end) {
        frames.appendLast(requestId, FENCE, seq, FrameCodec.write(Frame.last(seq, end)))
                .await()
                .atMost(PATIENCE);
    }

    public void append(String requestId, Frame frame) {
        frames.append(requestId, FENCE, frame.seq(), FrameCodec.write(frame))
                .await()
                .atMost(PATIENCE);
    }

    private static KafkaConsumer<String, byte[]> consumer() {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", Settings.kafka()), new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topic.REQUESTS.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return consumer;
    }

    private void poll(KafkaConsumer<String, byte[]> consumer) {
        try (consumer) {
            while (running) {
                for (ConsumerRecord<String, byte[]> each : consumer.poll(Duration.ofMillis(20))) {
                    handle(read(each));
                }
            }
        }
    }

    private void handle(Taken request) {
        all.add(request);
        Script script = automatic;
        if (script == null) {
            taken.add(request);
        } else {
            script.run(this, request);
        }
    }

    private Taken read(ConsumerRecord<String, byte[]> each) {
        byte[] event = each.headers().lastHeader(EventCodec.EVENT_HEADER).value();
        String type =
                new String(each.headers().lastHeader(EventCodec.TYPE_HEADER).value(), StandardCharsets.UTF_8);
        byte[] body = each.value() == null ? new byte[0] : each.value();
        return new Taken((InferenceRequested) codec.read(RequestEvent.class, type, event), body);
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
