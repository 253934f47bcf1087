package io.tollgate.chaos.load;

/**
 * The text that the simulated providers answer with in every trial: numbered words, so that a gap or a repeat is seen. A word and its
 * space are four characters, so that the tokens a worker estimates from a text that was cut are those that the simulator wrote.
 */
public final class KnownAnswer {

    /** Words of the usual answer; each is one token of the simulator. */
    public static final int WORDS = 60;

    private static final int RADIX = 36;

    private KnownAnswer() {}

    /** The first words of the answer: {@code 001 002 … 00z 010 …}; at most 46,655. */
    public static String of(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= words; i++) {
            text.append(i == 1 ? "" : " ")
                    .append("%3s".formatted(Integer.toString(i, RADIX)).replace(' ', '0'));
        }
        return text.toString();
    }
}
