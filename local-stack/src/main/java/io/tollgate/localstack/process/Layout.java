package io.tollgate.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the files of one stack are.
 *
 * @param root the repository, where the built services are
 * @param state what the stack writes: {@code .tollgate} in the repository, or a folder of a test
 */
public record Layout(Path root, Path state) {

    public static Layout ofRepository(Path root) {
        return new Layout(root, root.resolve(".tollgate"));
    }

    public Path log(String process) {
        return logs().resolve(process + ".log");
    }

    public Path logs() {
        return state.resolve("logs");
    }

    public Path storage(String process) {
        return state.resolve("storage").resolve(process);
    }

    public Path processFile(String process) {
        return processFiles().resolve(process + ".pid");
    }

    /** The variables for scripts: URLs and keys of the running stack. */
    public Path localEnvironment() {
        return state.resolve("local.env");
    }

    /** Secrets that the services share and that survive a restart. */
    public Path secrets() {
        return state.resolve("secrets.env");
    }

    /** Provider keys, as the operator wrote them. */
    public Path providerKeys() {
        return state.resolve("providers.env");
    }

    /** The operator's own catalogue files, laid over the packaged ones. */
    public Path catalogue() {
        return state.resolve("catalogue");
    }

    private Path processFiles() {
        return state.resolve("run");
    }

    /** Processes of an earlier start of this stack that still run. */
    public List<ProcessHandle> leftOver() {
        try (Stream<Path> files = Files.exists(processFiles()) ? Files.list(processFiles()) : Stream.empty()) {
            return files.flatMap(file -> ProcessFile.running(file).stream())
                    .filter(process -> process.pid() != ProcessHandle.current().pid())
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + processFiles(), failed);
        }
    }

    /** Deletes what the stack stored and the keys that go with it; keeps the provider keys. */
    public void forget() {
        delete(state.resolve("storage"));
        delete(localEnvironment());
        delete(secrets());
    }

    private static void delete(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path entry : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot delete " + path, failed);
        }
    }
}
