package io.tollgate.catalogue.document;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code catalogue check [directory…]}: checks the packaged catalogue with the given directories laid over it, in this order. */
public final class CatalogueCheckCommand {

    private CatalogueCheckCommand() {}

    /** Exits with 0 if nothing is wrong, 1 if something is, 2 if a directory does not exist. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    /** Checks and says what was found; returns the exit code. */
    public static int run(List<String> directories, PrintStream out, PrintStream err) {
        CatalogueReader reader = new CatalogueReader();
        try {
            CatalogueDocument document = reader.packaged();
            for (String directory : directories) {
                if (!Files.isDirectory(Path.of(directory))) {
                    err.println("no directory " + directory);
                    return 2;
                }
                document = document.overlaidBy(reader.directory(Path.of(directory)));
            }
            CatalogueCheck.checked(document);
            out.println("catalogue: " + document.models().size() + " models, "
                    + document.endpoints().size() + " endpoints, "
                    + document.providers().size() + " providers, no contradictions");
            return 0;
        } catch (CatalogueRefusedException refused) {
            refused.problems().forEach(err::println);
            err.println(refused.problems().size() + " problem(s)");
            return 1;
        }
    }
}
