package io.tollgate.localstack.books;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.localstack.stack.OperatorClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The invariants of the books, checked on a running system: the ledger and metering check what is theirs, and what was served, recorded
 * and metered is compared here.
 */
public final class Audit {

    private final OperatorClient operator;
    private final ServedAndRecorded served;

    private Audit(OperatorClient operator, ServedAndRecorded served) {
        this.operator = operator;
        this.served = served;
    }

    /**
     * An audit of one stack.
     *
     * @param environment what the launcher wrote for scripts
     * @param kafka {@code host:port} of Kafka
     */
    public static Audit of(Map<String, String> environment, String kafka) {
        return new Audit(
                OperatorClient.ofEnvironment(environment),
                new ServedAndRecorded(
                        new OperatorClient(environment.getOrDefault("TOLLGATE_SIMULATOR_URL", ""), ""),
                        new RecordedUsage(kafka)));
    }

    /** All checks, in the order of the invariants. */
    public List<Check> run() {
        List<Check> checks = new ArrayList<>();
        checks.addAll(checksOf("/operator/v1/audit/ledger"));
        checks.addAll(checksOf("/operator/v1/audit/metering"));
        checks.addAll(served.checks());
        checks.sort(java.util.Comparator.comparing(Check::invariant));
        return checks;
    }

    private List<Check> checksOf(String path) {
        List<Check> checks = new ArrayList<>();
        JsonNode answer = operator.require(operator.get(path));
        answer.path("checks")
                .forEach(check -> checks.add(new Check(
                        check.path("id").asText() + " " + check.path("name").asText(),
                        check.path("broken").asLong(),
                        check.path("checked").asLong(),
                        check.path("detail").asText(""))));
        return checks;
    }
}
