package io.tollgate.dialects.gemini;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model accepts, told from its name; the API refuses with 400 what a generation does not know.
 *
 * @param name in lower case
 * @param version 100 x major + minor, e.g. 205 for 2.5; 0 for a model that is not Gemini
 */
record GeminiModel(String name, int version) {

    private static final Pattern GEMINI = Pattern.compile(".*gemini-(\\d{1,2})(?:\\.(\\d{1,2}))?(?:-.*)?");

    static GeminiModel of(String providerModel) {
        String name = providerModel.toLowerCase(Locale.ROOT);
        Matcher gemini = GEMINI.matcher(name);
        if (!gemini.matches()) {
            return new GeminiModel(name, 0);
        }
        String minor = gemini.group(2);
        return new GeminiModel(
                name, Integer.parseInt(gemini.group(1)) * 100 + (minor == null ? 0 : Integer.parseInt(minor)));
    }

    /** Whether thinking has a budget in tokens. */
    boolean thinkingBudget() {
        return version >= 205 && version < 300;
    }

    /** Whether thinking has a level. */
    boolean thinkingLevel() {
        return version >= 300;
    }

    /** The smallest budget that still thinks, in tokens. */
    long minBudget() {
        return name.contains("flash-lite") ? 512 : name.contains("pro") ? 128 : 1;
    }

    /** The largest budget, in tokens. */
    long maxBudget() {
        return name.contains("pro") ? 32_768 : 24_576;
    }

    /** Whether thinking can be switched off, or down to next to nothing. */
    boolean thinkingOptional() {
        return !name.contains("pro");
    }

    /** Whether the level {@code MEDIUM} is known; the first model with levels has two. */
    boolean mediumLevel() {
        return version > 300 || !name.contains("pro");
    }

    /** Whether the API wants the signature back with which a tool call came. */
    boolean signedCalls() {
        return version >= 300;
    }

    /** Whether tools can be declared together with an answer in JSON. */
    boolean jsonWithTools() {
        return version >= 300;
    }

    /** Whether each search of an answer is billed, and not each answer that searched. */
    boolean searchesBilledEach() {
        return version >= 300;
    }
}
