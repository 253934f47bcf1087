package io.tollgate.localstack.stack;

import io.tollgate.localstack.infrastructure.Databases;
import io.tollgate.localstack.infrastructure.Infrastructure;
import io.tollgate.localstack.process.Layout;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/** The settings with which the services of one stack find each other. A secret goes only to those that need it. */
final class ServiceEnvironment {

    private final StackPorts ports;
    private final Infrastructure infrastructure;
    private final Secrets secrets;
    private final LiveProviders live;
    private final Layout layout;
    private final Map<String, String> inherited;

    ServiceEnvironment(StackOptions options, Infrastructure infrastructure, Secrets secrets, LiveProviders live) {
        this.layout = options.layout();
        this.ports = options.ports();
        this.inherited = options.inherited();
        this.infrastructure = infrastructure;
        this.secrets = secrets;
        this.live = live;
    }

    Map<String, String> of(ServiceProgram service, Map<String, String> overrides) {
        Map<String, String> variables = new HashMap<>(inherited);
        variables.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        variables.put("QUARKUS_HTTP_PORT", Integer.toString(ports.of(service.name())));
        if (!service.name().equals("simulator")) {
            putShared(variables);
        }
        if (!service.databaseRole().isEmpty()) {
            putDatabase(variables, service.databaseRole());
        }
        switch (service.name()) {
            case "ingress" -> {
                variables.put("TOLLGATE_INGRESS_OWNERS_LEDGER", ports.url("ledger"));
                variables.put("TOLLGATE_INGRESS_OWNERS_METERING", ports.url("metering"));
                variables.put("TOLLGATE_INGRESS_OWNERS_ROUTER", ports.url("router"));
                variables.put("TOLLGATE_KEYS_PEPPER", secrets.get("TOLLGATE_KEYS_PEPPER"));
                variables.put("TOLLGATE_OPERATOR_KEY", secrets.get("TOLLGATE_OPERATOR_KEY"));
            }
            case "ledger" -> variables.put("TOLLGATE_KEYS_PEPPER", secrets.get("TOLLGATE_KEYS_PEPPER"));
            case "router" -> {
                variables.put("TOLLGATE_SIMULATOR_URL", ports.url("simulator"));
                variables.put("TOLLGATE_LIVE_PROVIDERS", String.join(",", live.slugs()));
                if (Files.isDirectory(layout.catalogue())) {
                    variables.put(
                            "TOLLGATE_ROUTER_CATALOGUE_DIRECTORY",
                            layout.catalogue().toString());
                }
            }
            case "simulator" ->
                variables.put(
                        "TOLLGATE_SIMULATOR_RECORD_FILE",
                        layout.storage("simulator").resolve("calls.jsonl").toString());
            case "workers" -> variables.putAll(live.keys());
            default -> {
                // the others need no secret of their own
            }
        }
        variables.putAll(overrides);
        return variables;
    }

    private void putShared(Map<String, String> variables) {
        variables.put("KAFKA_BOOTSTRAP_SERVERS", infrastructure.kafka());
        variables.put("TOLLGATE_REDIS_CREDIT_URI", infrastructure.creditRedis());
        variables.put("TOLLGATE_REDIS_FRAMES_URI", infrastructure.framesRedis());
        variables.put("TOLLGATE_INTERNAL_SECRET", secrets.get("TOLLGATE_INTERNAL_SECRET"));
    }

    private void putDatabase(Map<String, String> variables, String role) {
        String database = infrastructure.postgres() + "/" + Databases.DATABASE;
        variables.put("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://" + database);
        variables.put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://" + database);
        variables.put("QUARKUS_DATASOURCE_USERNAME", role);
        variables.put("QUARKUS_DATASOURCE_PASSWORD", secrets.databasePassword(role));
    }
}
