package io.tollgate.localstack.books;

/**
 * What became of one invariant.
 *
 * @param invariant its number and words
 * @param broken how often it is broken; 0 if it holds
 * @param checked how many things were looked at
 * @param detail what was found, for people; may be empty
 */
public record Check(String invariant, long broken, long checked, String detail) {

    public boolean isBroken() {
        return broken != 0;
    }

    /** One line for people. */
    public String line() {
        return "%-6s %-72s %d of %d broken%s"
                .formatted(
                        isBroken() ? "BROKEN" : "ok",
                        invariant,
                        broken,
                        checked,
                        detail.isEmpty() ? "" : "  " + detail);
    }
}
