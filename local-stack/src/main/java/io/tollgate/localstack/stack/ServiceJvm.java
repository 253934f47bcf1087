package io.tollgate.localstack.stack;

import io.tollgate.localstack.process.StartCache;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a service's JVM runs on a small machine: little memory, a quick start. Only the quick compiler runs, because on two cores the
 * optimising one takes the time that seven starting JVMs need; {@code TOLLGATE_JVM_OPTIONS=-XX:TieredStopAtLevel=4} lets it run too.
 */
final class ServiceJvm {

    private ServiceJvm() {}

    static List<String> options(ServiceProgram service, StackOptions stack) {
        Path root = stack.layout().root();
        List<String> options = new ArrayList<>(List.of(
                "-Xms32m",
                "-Xmx" + service.heapMegabytes() + "m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // from the start what classes need: a collection each time that it grows costs more than the heap's
                "-XX:MetaspaceSize=96m",
                "-XX:MaxMetaspaceSize=192m",
                "-XX:ReservedCodeCacheSize=64m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + stack.layout().logs().resolve(service.name() + "-crash.log"),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"));
        StartCache cache = new StartCache(service.application(root).resolve("service.aot"), service.jar(root));
        options.addAll(stack.training() ? cache.training() : cache.use());
        options.addAll(stack.jvmOptions());
        return options;
    }
}
