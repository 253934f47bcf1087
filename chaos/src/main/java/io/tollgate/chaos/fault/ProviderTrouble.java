package io.tollgate.chaos.fault;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Providers misbehave in some way.
 *
 * @param faults what the simulated providers do, as the simulator's README names it
 * @param ended how the simulator records calls that it spoilt; the trial fails if there are none
 * @param patience how long the load may take to meet enough of them
 * @param afterwards what must be so, beyond what every trial is audited for
 */
record ProviderTrouble(
        String id,
        String title,
        List<Map<String, ?>> faults,
        String ended,
        Duration patience,
        BiConsumer<Trial, List<Transcript>> afterwards)
        implements Fault {

    private static final int PACE = 200;
    private static final int WORDS = 60;
    private static final int SPOILT_CALLS = 12;
    private static final int CLEAN_CALLS = 5;

    @Override
    public void run(Trial trial) {
        Stage stage = trial.stage();
        long since = stage.simulator().lines();
        stage.simulator().script(PACE, WORDS, faults);
        Load load = trial.load(LoadPlan.USUAL);
        Load.await(patience, () -> spoilt(stage.simulator().calls(since)) >= SPOILT_CALLS);
        stage.simulator().usual();
        trial.check(
                "callers are served when it is over", load.awaitClean((int) load.clean() + CLEAN_CALLS, patience), "");
        load.finish();
        Map<String, Long> ends = new TreeMap<>();
        List<JsonNode> calls = stage.simulator().calls(since);
        calls.forEach(call -> ends.merge(call.path("ended").asText(), 1L, Long::sum));
        trial.hit("providers did so", spoilt(calls) > 0, ends.toString());
    }

    private long spoilt(List<JsonNode> calls) {
        return calls.stream()
                .filter(call -> call.path("ended").asText().matches(ended))
                .count();
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        Aftermath.neverSilent(trial, seen);
        afterwards.accept(trial, seen);
    }
}
