package io.tollgate.dialects.tokens;

/**
 * Counts the tokens of text without a tokenizer. Byte-level tokenizers make at most one token of a byte, so the bytes of a text bound
 * its tokens whatever the model.
 */
public final class TextTokens {

    /** Characters of English text or code that make one token, on average. */
    private static final int ASCII_CHARACTERS_PER_TOKEN = 4;

    private TextTokens() {}

    /** Likely tokens of a text: a quarter of its ASCII characters and three quarters of the others. */
    public static long estimate(CharSequence text) {
        long others = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                others++;
            }
        }
        long ascii = text.length() - others;
        return (ascii + ASCII_CHARACTERS_PER_TOKEN - 1) / ASCII_CHARACTERS_PER_TOKEN + (others * 3 + 3) / 4;
    }

    /** Tokens that a text cannot exceed: its bytes in UTF-8. */
    public static long bound(CharSequence text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < 0x80) {
                bytes += 1;
            } else if (character < 0x800 || Character.isSurrogate(character)) {
                bytes += 2;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }
}
