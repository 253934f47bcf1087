package io.tollgate.localstack.command;

import io.tollgate.localstack.stack.Declaration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prepares servers that somebody else runs. */
@Command(
        name = "declare",
        mixinStandardHelpOptions = true,
        description =
                "Declare topics, database, schemas and roles on Kafka and PostgreSQL of your own. Harmless to repeat.",
        footer = {
            "",
            "Reads KAFKA_BOOTSTRAP_SERVERS; PGHOST, PGPORT, PGUSER and PGPASSWORD of a role that may make databases and roles; and the",
            "password of each service's role: TOLLGATE_DB_INGRESS_PASSWORD, _WORKERS_, _ROUTER_, _METERING_, _LEDGER_."
        })
final class DeclareCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Declaration.run(Repository.layout(), System.getenv());
        System.out.println("topics, schemas and roles are declared");
        return 0;
    }
}
