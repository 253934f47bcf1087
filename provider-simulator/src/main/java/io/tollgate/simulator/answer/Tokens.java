package io.tollgate.simulator.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The simulator's tokenizer: four bytes of a prompt are a token, a word or up to six characters of an answer are one. */
public final class Tokens {

    private static final Pattern SHORTENED = Pattern.compile("\\[\\+(\\d{1,10}) bytes [0-9a-f]{8}]$");
    private static final Pattern PIECE = Pattern.compile("\\s?\\S{1,6}|\\s");

    private Tokens() {}

    /** Tokens of a text in a prompt, the dropped bytes of a shortened one included. */
    public static int of(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) ? 2 : 3;
        }
        Matcher shortened = SHORTENED.matcher(text.substring(Math.max(0, text.length() - 40)));
        if (shortened.find()) {
            bytes += Long.parseLong(shortened.group(1));
        }
        return Math.toIntExact((bytes + 3) / 4);
    }

    /** A text as tokens whose concatenation it is. */
    public static List<String> split(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = PIECE.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        return tokens;
    }

    /** What a shortened text ends with: how many bytes were dropped, and their checksum. */
    public static String shortened(long dropped, int checksum) {
        return "[+%d bytes %08x]".formatted(dropped, checksum);
    }
}
