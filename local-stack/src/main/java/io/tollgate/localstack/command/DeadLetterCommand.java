package io.tollgate.localstack.command;

import io.tollgate.localstack.deadletter.DeadLetterQueues;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Records that a consumer could not read. */
@Command(
        name = "dlq",
        mixinStandardHelpOptions = true,
        description = "List records that a consumer could not read, or play them again.",
        subcommands = {DeadLetterCommand.ListCommand.class, DeadLetterCommand.ReplayCommand.class})
final class DeadLetterCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        return new ListCommand().call();
    }

    private static DeadLetterQueues queues() {
        RunningStack.require();
        return new DeadLetterQueues(RunningStack.kafka());
    }

    /** Lists what waits. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "List the records that wait.")
    static final class ListCommand implements Callable<Integer> {

        @Override
        public Integer call() {
            List<String> letters = queues().list();
            letters.forEach(System.out::println);
            System.out.println(letters.size() + " waiting");
            return 0;
        }
    }

    /** Plays what waits again. */
    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = "Write the records that wait to their topics again.")
    static final class ReplayCommand implements Callable<Integer> {

        @Override
        public Integer call() {
            System.out.println(queues().replay() + " played again");
            return 0;
        }
    }
}
