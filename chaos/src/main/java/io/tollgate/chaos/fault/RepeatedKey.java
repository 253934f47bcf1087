package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Requests;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.load.Wallet;
import io.tollgate.chaos.load.Wish;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers send the same request several times at once, as SDKs do after a time-out: one call, one charge, the same answer for all. */
final class RepeatedKey implements Fault {

    private static final int ROUNDS = 8;
    private static final int AT_ONCE = 3;
    private static final int PACE = 60;
    private static final int MISMATCH = 422;
    private static final String MODEL = "deepseek/deepseek-v4-flash";

    @Override
    public String id() {
        return "F38";
    }

    @Override
    public String title() {
        return "same Idempotency-Key three times at once, and with another body";
    }

    @Override
    public void run(Trial trial) throws InterruptedException, ExecutionException {
        Stage stage = trial.stage();
        stage.simulator().pace(PACE);
        Wallet wallet = trial.wallet("10");
        int shared = 0;
        int calls = 0;
        int refused = 0;
        int attached = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Object> body = Requests.body(MODEL, round % 2 == 0, round);
            List<Transcript> seen = atOnce(trial, wallet, body, "chaos-" + round);
            List<String> ids = seen.stream()
                    .flatMap(each -> java.util.stream.Stream.ofNullable(each.generation()))
                    .distinct()
                    .toList();
            shared += ids.size() == 1 && seen.stream().allMatch(Transcript::isClean) ? 1 : 0;
            attached += (int) seen.stream().filter(Transcript::isClean).count() - ids.size();
            calls += ids.stream()
                    .mapToInt(id -> stage.simulator().callsOf(id).size())
                    .sum();
            Map<String, Object> other = new HashMap<>(body);
            other.put("max_tokens", 7);
            refused += call(trial, wallet, other, "chaos-" + round).status() == MISMATCH ? 1 : 0;
        }
        trial.hit("calls attached to the request of another", attached > 0, attached + " of " + ROUNDS * AT_ONCE);
        trial.check("all callers of a key have one answer", shared == ROUNDS, shared + " of " + ROUNDS);
        trial.check("each key is one call to a provider", calls == ROUNDS, calls + " calls");
        trial.check("another body under the same key is refused", refused == ROUNDS, refused + " of " + ROUNDS);
    }

    private static List<Transcript> atOnce(Trial trial, Wallet wallet, Map<String, ?> body, String key)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Transcript>> pending = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                pending.add(threads.submit(() -> call(trial, wallet, body, key)));
            }
            List<Transcript> seen = new ArrayList<>();
            for (Future<Transcript> each : pending) {
                seen.add(each.get());
            }
            return seen;
        }
    }

    private static Transcript call(Trial trial, Wallet wallet, Map<String, ?> body, String key) {
        String origin = trial.stage().origin();
        Transcript seen =
                trial.stage().caller().call(origin, origin, wallet, Wish.toRead(body), Map.of("Idempotency-Key", key));
        trial.saw(seen);
        return seen;
    }
}
