package io.tollgate.localstack.infrastructure;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the build of this module left behind: the broker is on no other class path. It consists of jars alone, because a start cache cannot
 * be made from folders.
 *
 * @param root the repository
 */
record LauncherBuild(Path root) {

    Path folder() {
        return root.resolve("local-stack/target");
    }

    /** The jar of this module. */
    Path jar() {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder(), "tollgate-local-stack-*.jar")) {
            return jars.iterator().next();
        } catch (IOException | java.util.NoSuchElementException notBuilt) {
            throw new IllegalStateException("local-stack is not built", notBuilt);
        }
    }

    String classPath() {
        try {
            return jar()
                    + File.pathSeparator
                    + Files.readString(folder().resolve("classpath")).strip();
        } catch (IOException notBuilt) {
            throw new UncheckedIOException("local-stack is not built", notBuilt);
        }
    }
}
