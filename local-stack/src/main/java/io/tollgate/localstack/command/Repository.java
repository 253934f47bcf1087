package io.tollgate.localstack.command;

import io.tollgate.localstack.process.Layout;
import io.tollgate.localstack.process.ProcessFile;
import java.nio.file.Path;
import java.util.Optional;

/** The repository this command runs in, and the stack that may run from it. */
final class Repository {

    /** Name of the process file of the launcher itself. */
    static final String LAUNCHER = "launcher";

    private Repository() {}

    /** The repository's files: the launcher script hands its folder over. */
    static Layout layout() {
        return Layout.ofRepository(Path.of(System.getProperty("tollgate.root", "."))
                .toAbsolutePath()
                .normalize());
    }

    /** The launcher that runs now, if any. */
    static Optional<ProcessHandle> launcher() {
        return ProcessFile.running(layout().processFile(LAUNCHER));
    }
}
