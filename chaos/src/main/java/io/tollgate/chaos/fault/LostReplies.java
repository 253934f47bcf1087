package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.stage.Links;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import io.tollgate.testkit.NetworkProxy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Redis does what it is asked and the answer is lost: of placing holds, claiming, appending frames, settling, in turn and again. */
final class LostReplies implements Fault {

    private static final String SCRIPT = "EVALSHA";
    private static final int ROUNDS = 3;
    private static final Duration LOST_WITHIN = Duration.ofSeconds(5);
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(20);
    private static final int WARM_CALLS = 5;
    private static final int SOME_CALLS = 5;

    @Override
    public String id() {
        return "F20";
    }

    @Override
    public String title() {
        return "replies of Redis lost: place, claim, append, settle";
    }

    @Override
    public void run(Trial trial) {
        Links links = trial.stage().links();
        Map<String, NetworkProxy> ways = new LinkedHashMap<>();
        ways.put("ingress, holds", links.credit("ingress"));
        ways.put("workers, leases", links.credit("workers"));
        ways.put("workers, frames", links.frames("workers"));
        ways.put("ledger, settlements", links.credit("ledger"));
        Load load = trial.load(LoadPlan.USUAL);
        load.awaitClean(WARM_CALLS, SERVED_WITHIN);
        ways.forEach((name, link) -> {
            long before = link.lostReplies();
            for (int round = 1; round <= ROUNDS; round++) {
                long wanted = before + round;
                link.loseReplyTo(SCRIPT);
                Load.await(LOST_WITHIN, () -> link.lostReplies() >= wanted);
            }
            trial.hit("replies lost: " + name, link.lostReplies() > before, link.lostReplies() - before + "");
            trial.check(
                    "callers are served after that: " + name,
                    load.awaitClean((int) load.clean() + SOME_CALLS, SERVED_WITHIN),
                    "");
        });
        load.finish();
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        Aftermath.neverSilent(trial, seen);
    }
}
