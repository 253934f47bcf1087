package io.tollgate.localstack.command;

import io.tollgate.localstack.books.Audit;
import io.tollgate.localstack.books.Check;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Checks the invariants of the books on the running system. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Check the invariants of the books; exit code 1 if one is broken.")
final class AuditCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        List<Check> checks =
                Audit.of(RunningStack.require(), RunningStack.kafka()).run();
        checks.forEach(check -> System.out.println(check.line()));
        long broken = checks.stream().filter(Check::isBroken).count();
        System.out.println(broken == 0 ? "all invariants hold" : broken + " broken");
        return broken == 0 ? 0 : 1;
    }
}
