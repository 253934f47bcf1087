package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import io.tollgate.crash.CrashPoint;
import io.tollgate.localstack.stack.ServiceInstance;
import java.time.Duration;
import java.util.List;

/** An ingress dies in the middle of its streams; their callers go on at another one, byte for byte. */
final class ResumeElsewhere implements Fault {

    private static final Duration DIES_WITHIN = Duration.ofSeconds(20);
    private static final int PASS = 40;
    private static final LoadPlan PLAN = new LoadPlan(10, 100, 0, 10, true);

    @Override
    public String id() {
        return "F2";
    }

    @Override
    public String title() {
        return "kill -9 ingress in mid-stream; callers resume at another";
    }

    @Override
    public void run(Trial trial) {
        ServiceInstance doomed = trial.stage().doomed("ingress", CrashPoint.INGRESS_MID_STREAM, PASS);
        Load load = trial.load(
                PLAN,
                caller -> doomed.process().isAlive()
                        ? doomed.url()
                        : trial.stage().origin());
        trial.awaitHalt(doomed, CrashPoint.INGRESS_MID_STREAM, DIES_WITHIN);
        trial.check("others are served on", load.awaitClean((int) load.clean() + 10, Duration.ofSeconds(20)), "");
        load.finish();
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        List<Transcript> resumed =
                seen.stream().filter(each -> each.resumed() > 0).toList();
        trial.hit("streams were resumed", !resumed.isEmpty(), resumed.size() + " of " + seen.size());
        List<Transcript> lost = resumed.stream().filter(each -> !each.isClean()).toList();
        trial.check("each resumed stream came to its clean end", lost.isEmpty(), Aftermath.some(lost));
        Aftermath.waitedNoLonger(trial, seen);
    }
}
