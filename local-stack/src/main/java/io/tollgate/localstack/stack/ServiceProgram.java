package io.tollgate.localstack.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A service of the stack.
 *
 * @param name its short name, also that of its port
 * @param module the folder it is built in
 * @param heapMegabytes the most memory its heap may take
 * @param databaseRole its role in PostgreSQL; empty if it has no database
 */
record ServiceProgram(String name, String module, int heapMegabytes, String databaseRole) {

    static final List<ServiceProgram> ALL = List.of(
            new ServiceProgram("ledger", "ledger-service", 320, "ledger"),
            new ServiceProgram("router", "router-service", 192, "router"),
            new ServiceProgram("ingress", "ingress-service", 384, "ingress"),
            new ServiceProgram("workers", "provider-workers", 384, "workers"),
            new ServiceProgram("metering", "metering-service", 256, "metering"),
            new ServiceProgram("simulator", "provider-simulator", 128, ""));

    /** The service of a name. */
    static ServiceProgram named(String name) {
        return ALL.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no service " + name));
    }

    /** The folder of the built application. */
    Path application(Path root) {
        return root.resolve(module).resolve("target/quarkus-app");
    }

    /** The jar to run. */
    Path jar(Path root) {
        return application(root).resolve("quarkus-run.jar");
    }

    boolean isBuilt(Path root) {
        return Files.exists(jar(root));
    }
}
