package io.tollgate.catalogue.document;

import java.util.List;

/** A catalogue cannot be read, or contradicts itself. Nothing of it applies. */
public final class CatalogueRefusedException extends RuntimeException {

    /** Strings and places only; transient because exceptions are serializable and problems need not be. */
    private final transient List<Problem> problems;

    public CatalogueRefusedException(List<Problem> problems) {
        super(problems.size() + " problem(s) in the catalogue, the first: " + problems.getFirst());
        this.problems = List.copyOf(problems);
    }

    /** All that is wrong, never empty. */
    public List<Problem> problems() {
        return problems;
    }
}
