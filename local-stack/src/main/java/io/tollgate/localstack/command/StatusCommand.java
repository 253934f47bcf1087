package io.tollgate.localstack.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says whether the stack runs. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "Say whether it runs; exit code 1 if not.")
final class StatusCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        return Repository.launcher()
                .map(launcher -> {
                    System.out.println("running (process " + launcher.pid() + ", logs in "
                            + Repository.layout().logs() + ")");
                    return 0;
                })
                .orElseGet(() -> {
                    System.out.println("not running");
                    return 1;
                });
    }
}
