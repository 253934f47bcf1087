package io.tollgate.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tollgate.localstack.infrastructure.Databases;
import io.tollgate.localstack.infrastructure.Infrastructure;
import java.util.HashMap;
import java.util.Map;

/**
 * Points a service under {@code @QuarkusTest} at {@link TestInfrastructure}. The argument {@code role} names the database role, one of
 * {@code ingress}, {@code workers}, {@code router}, {@code metering}, {@code ledger}; leave it out for a service without a database. The
 * argument {@code fresh} asks with {@code true} for an infrastructure that no test has used.
 */
public final class InfrastructureResource implements QuarkusTestResourceLifecycleManager {

    /** Secret of internal calls in tests. */
    public static final String INTERNAL_SECRET = "test-internal-secret";
    /** Pepper of key hashes in tests. */
    public static final String KEYS_PEPPER = "test-pepper";
    /** The operator's key in tests. */
    public static final String OPERATOR_KEY = "test-operator-key";

    private String role = "";
    private boolean fresh;

    @Override
    public void init(Map<String, String> arguments) {
        role = arguments.getOrDefault("role", "");
        fresh = Boolean.parseBoolean(arguments.get("fresh"));
    }

    @Override
    public Map<String, String> start() {
        Infrastructure infrastructure = fresh ? TestInfrastructure.fresh() : TestInfrastructure.shared();
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.http.test-port", "0");
        settings.put("quarkus.http.host", "127.0.0.1");
        settings.put("kafka.bootstrap.servers", infrastructure.kafka());
        settings.put("tollgate.redis.credit-uri", infrastructure.creditRedis());
        settings.put("tollgate.redis.frames-uri", infrastructure.framesRedis());
        settings.put("tollgate.internal-secret", INTERNAL_SECRET);
        settings.put("tollgate.keys-pepper", KEYS_PEPPER);
        settings.put("tollgate.operator-key", OPERATOR_KEY);
        if (!role.isEmpty()) {
            settings.put("quarkus.datasource.username", role);
            settings.put("quarkus.datasource.password", TestInfrastructure.PASSWORD);
            String database = infrastructure.postgres() + "/" + Databases.DATABASE;
            settings.put("quarkus.datasource.reactive.url", "postgresql://" + database);
            settings.put("quarkus.datasource.jdbc.url", "jdbc:postgresql://" + database);
        }
        return settings;
    }

    @Override
    public void stop() {
        // the infrastructure is shared and ends with the JVM
    }
}
