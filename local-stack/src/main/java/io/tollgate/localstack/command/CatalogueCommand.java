package io.tollgate.localstack.command;

import io.tollgate.catalogue.document.CatalogueCheckCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Works on catalogue files. */
@Command(
        name = "catalogue",
        mixinStandardHelpOptions = true,
        description = "Check catalogue files.",
        subcommands = CatalogueCommand.CheckCommand.class)
final class CatalogueCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        return new CheckCommand().call();
    }

    /** Looks for contradictions. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Look for contradictions in the packaged catalogue with more directories laid over it.")
    static final class CheckCommand implements Callable<Integer> {

        @Parameters(
                paramLabel = "DIRECTORY",
                description = "Directories of catalogue files; .tollgate/catalogue if none.")
        private List<Path> directories = new ArrayList<>();

        @Override
        public Integer call() {
            if (directories.isEmpty() && Files.isDirectory(Repository.layout().catalogue())) {
                directories.add(Repository.layout().catalogue());
            }
            return CatalogueCheckCommand.run(
                    directories.stream().map(Path::toString).toList(), System.out, System.err);
        }
    }
}
