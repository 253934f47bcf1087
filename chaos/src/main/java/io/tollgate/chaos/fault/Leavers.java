package io.tollgate.chaos.fault;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.load.Transcript.End;
import io.tollgate.chaos.stage.BooksView.Charge;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Callers leave in the middle of their streams: the provider is stopped where that stops its bill, and what came is charged. */
final class Leavers implements Fault {

    private static final LoadPlan PLAN = new LoadPlan(10, 90, 60, 0, false);
    private static final int SLOW = 25;
    private static final int LEFT_ENOUGH = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public String id() {
        return "F28";
    }

    @Override
    public String title() {
        return "callers disconnect in mid-stream";
    }

    @Override
    public boolean fast() {
        return true;
    }

    @Override
    public void run(Trial trial) {
        Stage stage = trial.stage();
        stage.simulator().pace(SLOW);
        long since = stage.simulator().lines();
        Load load = trial.load(PLAN);
        Load.await(PATIENCE, () -> left(load.soFar()) >= LEFT_ENOUGH);
        load.finish();
        trial.checkWithin(
                "every provider is stopped or drained",
                PATIENCE,
                () -> stage.simulator().running() == 0);
        long left = left(load.soFar());
        long stopped = stage.simulator().calls(since).stream()
                .filter(call -> call.path("ended").asText().equals("client_closed"))
                .count();
        trial.hit("callers left", left >= LEFT_ENOUGH, left + "");
        trial.hit("providers saw calls closed", stopped > 0, stopped + "");
    }

    private static long left(List<Transcript> seen) {
        return seen.stream().filter(each -> each.end() == End.LEFT).count();
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        Aftermath.neverSilent(trial, seen);
        List<Charge> cancelled =
                Aftermath.charges(trial, charge -> charge.outcome().equals("CANCELLED"));
        Map<String, JsonNode> served = trial.stage().simulator().calls(0).stream()
                .collect(Collectors.toMap(call -> call.path("attempt").asText(), Function.identity(), (a, b) -> a));
        List<Charge> overcharged = cancelled.stream()
                .filter(charge -> {
                    JsonNode call = served.get(charge.attempt().toString());
                    return call == null
                            || charge.completionTokens()
                                    > call.path("tokensWritten").asLong();
                })
                .toList();
        trial.check(
                "a cancelled answer pays for no more than was sent",
                overcharged.isEmpty(),
                overcharged.size() + " of " + cancelled.size() + " "
                        + overcharged.stream().limit(2).toList());
        trial.check("some were cancelled", !cancelled.isEmpty(), cancelled.size() + "");
    }
}
