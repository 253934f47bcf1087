package io.tollgate.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An ahead-of-time cache (JEP 483, 514) with which a JVM starts in a fraction of the time. A training run leaves it behind when it ends; the
 * JVM ignores one that does not fit the JVM, the jars or the collector.
 *
 * @param file the cache
 * @param jar the newest of the jars that it was made from
 */
public record StartCache(Path file, Path jar) {

    private static final int FIRST_JDK = 25;

    /** Options that make a run leave the cache behind; none on a JDK that cannot. */
    public List<String> training() {
        return Runtime.version().feature() >= FIRST_JDK ? List.of("-XX:AOTCacheOutput=" + file) : List.of();
    }

    /** Options that use the cache; none if there is no current one. */
    public List<String> use() {
        return isCurrent() ? List.of("-XX:AOTCache=" + file, "-Xlog:aot=off", "-Xlog:cds=off") : List.of();
    }

    private boolean isCurrent() {
        try {
            return Files.exists(file) && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) > 0;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot look at " + file, failed);
        }
    }
}
