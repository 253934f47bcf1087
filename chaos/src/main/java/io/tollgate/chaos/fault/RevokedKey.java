package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.load.Wallet;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import io.tollgate.localstack.stack.OperatorClient;
import io.tollgate.localstack.stack.ServiceInstance;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A key is disabled while it is used at two ingress instances: within two seconds neither takes it. */
final class RevokedKey implements Fault {

    private static final Duration STOPS_WITHIN = Duration.ofSeconds(2);
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(30);
    private static final int UNAUTHORIZED = 401;
    private static final LoadPlan PLAN = new LoadPlan(8, 50, 0, 0, false);

    @Override
    public String id() {
        return "F35";
    }

    @Override
    public String title() {
        return "key revoked under load at two ingress instances";
    }

    @Override
    public void run(Trial trial) {
        Stage stage = trial.stage();
        ServiceInstance second = stage.beside("ingress");
        Wallet wallet = trial.wallet("10");
        Load first = trial.load(PLAN, List.of(wallet), caller -> stage.origin());
        Load other = trial.load(PLAN, List.of(wallet), caller -> second.url());
        first.awaitClean(5, SERVED_WITHIN);
        other.awaitClean(5, SERVED_WITHIN);
        OperatorClient.Answer revoked = stage.operator()
                .patch(
                        "/operator/v1/accounts/" + wallet.account() + "/keys/" + wallet.keyHash(),
                        Map.of("disabled", true));
        trial.hit("the key was disabled", revoked.isSuccess(), "status " + revoked.status());
        trial.checkWithin("both refuse it", STOPS_WITHIN, () -> refuses(first) && refuses(other));
        long cleanThen = first.clean() + other.clean();
        int running = 2 * PLAN.callers();
        Load.await(Duration.ofSeconds(3), () -> false);
        trial.check(
                "only what had begun is served after that",
                first.clean() + other.clean() - cleanThen <= running,
                first.clean() + other.clean() - cleanThen + " answers");
        first.finish();
        other.finish();
    }

    private static boolean refuses(Load load) {
        return load.soFar().stream().anyMatch(each -> each.status() == UNAUTHORIZED);
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        List<Transcript> odd = seen.stream()
                .filter(each -> !each.isClean() && each.status() != UNAUTHORIZED)
                .toList();
        trial.check("calls are answered, or refused with 401", odd.isEmpty(), Aftermath.some(odd));
    }
}
