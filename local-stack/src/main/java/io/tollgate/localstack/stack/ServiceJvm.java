package io.tollgate.localstack.stack;

import io.tollgate.localstack.process.Layout;
import java.util.List;

/** How a service's JVM runs on a small machine: little memory, a quick start. */
final class ServiceJvm {

    private ServiceJvm() {}

    static List<String> options(ServiceProgram service, Layout layout) {
        return List.of(
                "-Xms32m",
                "-Xmx" + service.heapMegabytes() + "m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:MaxMetaspaceSize=192m",
                "-XX:ReservedCodeCacheSize=64m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + layout.logs().resolve(service.name() + "-crash.log"),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
    }
}
