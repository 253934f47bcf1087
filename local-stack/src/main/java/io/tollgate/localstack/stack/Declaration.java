package io.tollgate.localstack.stack;

import io.tollgate.localstack.infrastructure.Databases;
import io.tollgate.localstack.infrastructure.Infrastructure;
import io.tollgate.localstack.infrastructure.ProvidedInfrastructure;
import io.tollgate.localstack.process.Layout;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prepares servers that somebody else runs: topics, database, schemas, and a role for each service. Harmless to repeat. */
public final class Declaration {

    private static final String DEFAULT_PORT = "5432";

    private Declaration() {}

    /**
     * Declares everything on the servers that an environment names.
     *
     * @param layout where catalogue files that are laid over the packaged ones may be
     * @throws UnusableSettingException if a variable is missing
     */
    public static void run(Layout layout, Map<String, String> environment) {
        Infrastructure servers = new ProvidedInfrastructure(
                required(environment, "KAFKA_BOOTSTRAP_SERVERS"),
                required(environment, "PGHOST") + ":" + environment.getOrDefault("PGPORT", DEFAULT_PORT),
                required(environment, "PGUSER"),
                required(environment, "PGPASSWORD"));
        Map<String, String> passwords = Databases.SCHEMA_OF_ROLE.keySet().stream()
                .collect(Collectors.toMap(
                        Function.identity(), role -> required(environment, Secrets.nameOfDatabasePassword(role))));
        servers.declare(passwords, LocalCatalogue.read(layout).callableProviders());
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new UnusableSettingException(name + " is not set.");
        }
        return value;
    }
}
