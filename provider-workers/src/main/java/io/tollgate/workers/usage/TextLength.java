package io.tollgate.workers.usage;

/**
 * How many tokens a text may be, without any provider's tokenizer: by its ASCII characters and its other characters, each
 * counted apart because a tokenizer joins some four of the former and rarely any of the latter.
 *
 * @param ascii ASCII characters
 * @param other code points beyond ASCII
 */
record TextLength(long ascii, long other) {

    static final TextLength NONE = new TextLength(0, 0);

    private static final int ASCII_PER_TOKEN = 4;
    private static final int ASCII_PER_TOKEN_AT_WORST = 3;
    private static final int TOKENS_PER_OTHER_AT_WORST = 2;

    static TextLength of(String text) {
        long ascii = 0;
        long other = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                ascii++;
            } else if (!Character.isLowSurrogate(unit)) {
                other++;
            }
        }
        return new TextLength(ascii, other);
    }

    TextLength plus(TextLength more) {
        return new TextLength(ascii + more.ascii, other + more.other);
    }

    /** A likely number of tokens. */
    long likelyTokens() {
        return Math.ceilDiv(ascii, ASCII_PER_TOKEN) + other;
    }

    /** A number of tokens that is hardly ever exceeded. */
    long mostTokens() {
        return Math.ceilDiv(ascii, ASCII_PER_TOKEN_AT_WORST) + TOKENS_PER_OTHER_AT_WORST * other;
    }
}
