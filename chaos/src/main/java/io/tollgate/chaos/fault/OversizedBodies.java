package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.load.Wallet;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/** Bodies of 40 MB, a million brackets and compressed zeros come under load: each is refused, memory stays flat, nothing is set aside. */
final class OversizedBodies implements Fault {

    private static final int MEGABYTE = 1 << 20;
    private static final int TOO_LARGE = 40 * MEGABYTE;
    private static final int ROUNDS = 6;
    /** What a client sees that still writes when the connection is closed. */
    private static final int CUT_OFF = 0;

    private static final Duration SERVED_WITHIN = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long SPARE_MEMORY = 160L << 20;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private record Bad(String name, HttpRequest request, Set<Integer> expected) {}

    @Override
    public String id() {
        return "F34";
    }

    @Override
    public String title() {
        return "bodies beyond the limit, a million brackets, compressed zeros";
    }

    @Override
    public void run(Trial trial) {
        Stage stage = trial.stage();
        Wallet sender = trial.wallet("5");
        Load load = trial.load(LoadPlan.streams(4));
        load.awaitClean(5, SERVED_WITHIN);
        List<Bad> bad = bodies(stage, sender);
        List<String> seen = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        // heaps grow to what they may have, and no further: so the second half is compared with the first
        sendRounds(bad, seen, wrong);
        long memory = stage.residentBytes();
        sendRounds(bad, seen, wrong);
        long memoryAfter = stage.residentBytes();
        trial.hit(
                "bodies were refused",
                seen.size() == bad.size() * 2 * ROUNDS,
                Set.copyOf(seen).toString());
        trial.check("each with its status", wrong.isEmpty(), wrong.toString());
        trial.check(
                "memory stays flat",
                memoryAfter - memory < SPARE_MEMORY,
                (memory >> 20) + " MB before, " + (memoryAfter >> 20) + " MB after");
        trial.check(
                "nothing is set aside for them",
                stage.credit().holds(sender.account()) == 0
                        && stage.books().holds(List.of(sender.account())).isEmpty(),
                "");
        trial.check("callers are served on", load.awaitClean((int) load.clean() + 5, SERVED_WITHIN), "");
        load.finish();
    }

    private void sendRounds(List<Bad> bad, List<String> seen, List<String> wrong) {
        for (int i = 0; i < ROUNDS; i++) {
            sendAll(bad, seen, wrong);
        }
    }

    private void sendAll(List<Bad> bad, List<String> seen, List<String> wrong) {
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Integer>> statuses = bad.stream()
                    .map(each -> CompletableFuture.supplyAsync(() -> send(each.request()), senders))
                    .toList();
            for (int i = 0; i < bad.size(); i++) {
                int status = statuses.get(i).join();
                String answer = bad.get(i).name() + ": " + status;
                seen.add(answer);
                if (!bad.get(i).expected().contains(status)) {
                    wrong.add(answer);
                }
            }
        }
    }

    private List<Bad> bodies(Stage stage, Wallet sender) {
        byte[] large = new byte[TOO_LARGE];
        return List.of(
                new Bad(
                        "40 MB in chunks",
                        request(stage, sender)
                                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                                .build(),
                        Set.of(413, CUT_OFF)),
                new Bad(
                        "40 MB announced",
                        request(stage, sender)
                                .POST(BodyPublishers.ofByteArray(large))
                                .build(),
                        Set.of(413, CUT_OFF)),
                new Bad(
                        "a million brackets",
                        request(stage, sender)
                                .POST(BodyPublishers.ofString("[".repeat(1_000_000)))
                                .build(),
                        Set.of(400)),
                new Bad(
                        "compressed zeros",
                        request(stage, sender)
                                .header("Content-Encoding", "gzip")
                                .POST(BodyPublishers.ofByteArray(compressed(large)))
                                .build(),
                        Set.of(415)));
    }

    private static HttpRequest.Builder request(Stage stage, Wallet sender) {
        return HttpRequest.newBuilder(URI.create(stage.origin() + "/api/v1/chat/completions"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + sender.key());
    }

    private int send(HttpRequest request) {
        try {
            HttpResponse<String> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return answer.statusCode();
        } catch (IOException closed) {
            return CUT_OFF;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static byte[] compressed(byte[] zeros) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(zeros);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        Aftermath.nobodyNoticed(trial, seen);
    }
}
