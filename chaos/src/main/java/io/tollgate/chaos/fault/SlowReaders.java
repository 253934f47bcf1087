package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.load.Wallet;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Two hundred callers ask for long streams and read a byte a second: memory stays bounded, others do not notice. */
final class SlowReaders implements Fault {

    private static final int READERS = 200;
    private static final int WORDS = 3_000;
    private static final int RECEIVE_BUFFER = 2_048;
    private static final Duration BEFORE = Duration.ofSeconds(6);
    private static final Duration WITH = Duration.ofSeconds(15);
    private static final Duration A_BYTE_EVERY = Duration.ofSeconds(1);
    private static final long SPARE_MEMORY = 160L << 20;
    private static final long SPARE_MILLIS = 1_500;
    private static final String MODEL = "deepseek/deepseek-v4-flash";

    @Override
    public String id() {
        return "F29";
    }

    @Override
    public String title() {
        return "200 callers that read one byte a second";
    }

    @Override
    public void run(Trial trial) {
        Stage stage = trial.stage();
        trial.textsVary();
        stage.simulator().script(0, WORDS, List.of());
        Wallet slow = trial.wallet("50");
        long usual = percentile(calls(trial, BEFORE));
        long memory = stage.residentBytes();
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong bytes = new AtomicLong();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            long question = i;
            readers.add(Thread.ofVirtual().start(() -> readSlowly(stage.origin(), slow, question, bytes, over)));
        }
        long meanwhile = percentile(calls(trial, WITH));
        long memoryMeanwhile = stage.residentBytes();
        trial.hit("slow readers were being served", bytes.get() > READERS, bytes.get() + " bytes read by all of them");
        over.set(true);
        trial.check(
                "memory stays bounded",
                memoryMeanwhile - memory < SPARE_MEMORY,
                (memory >> 20) + " MB before, " + (memoryMeanwhile >> 20) + " MB with them");
        trial.check(
                "others do not notice",
                meanwhile <= 2 * usual + SPARE_MILLIS,
                "95 %% within %d ms before, %d ms with them".formatted(usual, meanwhile));
        readers.forEach(Thread::interrupt);
    }

    private static List<Transcript> calls(Trial trial, Duration time) {
        Load load = trial.load(new LoadPlan(4, 100, 0, 0, false));
        LockSupport.parkNanos(time.toNanos());
        return load.finish();
    }

    private static long percentile(List<Transcript> seen) {
        List<Long> millis = seen.stream().map(Transcript::millis).sorted().toList();
        return millis.isEmpty() ? Long.MAX_VALUE / 4 : millis.get(millis.size() * 95 / 100);
    }

    private static void readSlowly(String origin, Wallet wallet, long question, AtomicLong bytes, AtomicBoolean over) {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(RECEIVE_BUFFER);
            socket.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), URI.create(origin).getPort()));
            socket.getOutputStream().write(request(wallet, question));
            while (!over.get() && socket.getInputStream().read() >= 0) {
                bytes.incrementAndGet();
                LockSupport.parkNanos(A_BYTE_EVERY.toNanos());
            }
        } catch (IOException disconnected) {
            // the other side may give up on such a reader
        }
    }

    private static byte[] request(Wallet wallet, long question) {
        byte[] json = ("{\"model\":\"" + MODEL + "\",\"stream\":true,\"max_tokens\":" + 2 * WORDS
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Slowly, number " + question + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        String head = "POST /api/v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                + wallet.key() + "\r\nContent-Type: application/json\r\nContent-Length: " + json.length + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] all = java.util.Arrays.copyOf(start, start.length + json.length);
        System.arraycopy(json, 0, all, start.length, json.length);
        return all;
    }
}
