package io.tollgate.localstack.stack;

import io.tollgate.localstack.process.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a service's JVM runs on a small machine: little memory, a quick start. From JDK 25 on a training run leaves an ahead-of-time cache
 * (JEP 483, 514) beside the built application, which later starts use; a cache that does not fit the JVM or the jars is ignored by the JVM.
 */
final class ServiceJvm {

    private static final int FIRST_WITH_CACHE = 25;

    private ServiceJvm() {}

    static List<String> options(ServiceProgram service, Layout layout, boolean training) {
        List<String> options = new ArrayList<>(List.of(
                "-Xms32m",
                "-Xmx" + service.heapMegabytes() + "m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:MaxMetaspaceSize=192m",
                "-XX:ReservedCodeCacheSize=64m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + layout.logs().resolve(service.name() + "-crash.log"),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"));
        Path cache = service.application(layout.root()).resolve("service.aot");
        if (training && Runtime.version().feature() >= FIRST_WITH_CACHE) {
            options.add("-XX:AOTCacheOutput=" + cache);
        } else if (isCurrent(cache, service.jar(layout.root()))) {
            options.add("-XX:AOTCache=" + cache);
            options.add("-Xlog:aot=off");
            options.add("-Xlog:cds=off");
        }
        return options;
    }

    private static boolean isCurrent(Path cache, Path jar) {
        try {
            return Files.exists(cache)
                    && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot look at " + cache, failed);
        }
    }
}
