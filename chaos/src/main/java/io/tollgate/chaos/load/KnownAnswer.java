package io.tollgate.chaos.load;

/** The text that the simulated providers answer with in every trial: numbered words, so that a gap or a repeat is seen. */
public final class KnownAnswer {

    /** Words of the usual answer; each is one token of the simulator. */
    public static final int WORDS = 60;

    private KnownAnswer() {}

    /** The first words of the answer: {@code w0001 w0002 …}. */
    public static String of(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= words; i++) {
            text.append(i == 1 ? "" : " ").append("w%04d".formatted(i));
        }
        return text.toString();
    }
}
