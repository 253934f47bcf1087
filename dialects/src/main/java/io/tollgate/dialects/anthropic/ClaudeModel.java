package io.tollgate.dialects.anthropic;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model accepts, told from its name. The Messages API refuses with 400 what a generation does not know, so the knowledge of
 * generations has to be somewhere; it is here and nowhere else.
 *
 * <table>
 * <caption>Generations</caption>
 * <tr><th>from</th><th>change</th></tr>
 * <tr><td>4.5</td><td>structured output by {@code output_config.format}; Opus also {@code output_config.effort}</td></tr>
 * <tr><td>4.6</td><td>adaptive thinking, effort up to {@code max}; no continuation of a final assistant turn</td></tr>
 * <tr><td>4.7</td><td>adaptive thinking only, its text hidden unless asked for; no sampling parameters; effort {@code xhigh}</td></tr>
 * <tr><td>5</td><td>thinks unless told otherwise; Fable and Mythos cannot be told otherwise</td></tr>
 * <tr><td>5.5 (Fable, Mythos 5.1)</td><td>no forced tool use; Opus cannot be told not to think; Sonnet only between tools</td></tr>
 * </table>
 *
 * @param family {@code opus}, {@code sonnet}, {@code haiku}, {@code fable}, {@code mythos}; empty for a model that is not Claude
 * @param version 100 x major + minor, e.g. 405 for 4.5; 0 for a model that is not Claude
 */
record ClaudeModel(String family, int version) {

    private static final Pattern CURRENT =
            Pattern.compile("claude-(opus|sonnet|haiku|fable|mythos)-(\\d{1,2})(?:[-.](\\d{1,2})(?!\\d))?.*");
    private static final Pattern BEFORE_4 = Pattern.compile("claude-(\\d)(?:[-.](\\d))?-(opus|sonnet|haiku).*");

    static ClaudeModel of(String providerModel) {
        String name = providerModel.toLowerCase(Locale.ROOT);
        int start = Math.max(0, name.indexOf("claude-"));
        Matcher current = CURRENT.matcher(name.substring(start));
        if (current.matches()) {
            return new ClaudeModel(current.group(1), version(current.group(2), current.group(3)));
        }
        Matcher before = BEFORE_4.matcher(name.substring(start));
        if (before.matches()) {
            return new ClaudeModel(before.group(3), version(before.group(1), before.group(2)));
        }
        return new ClaudeModel("", 0);
    }

    /** Whether an answer can be held to a JSON Schema. */
    boolean structuredOutput() {
        return version >= 405 || (family.equals("opus") && version >= 401);
    }

    /** Whether {@code thinking: adaptive} is known. */
    boolean adaptiveThinking() {
        return version >= 406;
    }

    /** Whether thinking can be given a budget in tokens. */
    boolean thinkingBudget() {
        return version < 407;
    }

    /** Whether the text of the thinking must be asked for. */
    boolean thinkingHidden() {
        return version >= 407;
    }

    /** Whether the model thinks if nothing is said. */
    boolean thinksUnasked() {
        return version >= 500;
    }

    /** Whether the model cannot be told not to think. */
    boolean alwaysThinks() {
        return tale() || (family.equals("opus") && version >= 505);
    }

    /** Whether the least thinking is that between tool calls. */
    boolean thinksBetweenTools() {
        return family.equals("sonnet") && version >= 505;
    }

    /** Whether a tool call can be demanded. */
    boolean forcedTools() {
        return tale() ? version < 501 : version < 505;
    }

    /** Whether temperature, top_p and top_k are accepted. */
    boolean sampling() {
        return version < 407;
    }

    /** Whether {@code output_config.effort} is known. */
    boolean effort() {
        return version >= 406 || (family.equals("opus") && version >= 405);
    }

    /** The nearest effort level that the model knows. */
    String effortLevel(String wanted) {
        return switch (wanted) {
            case "minimal" -> "low";
            case "xhigh" -> version >= 407 ? "xhigh" : "high";
            case "max" -> version >= 406 ? "max" : "high";
            case "low", "high" -> wanted;
            default -> "medium";
        };
    }

    /** Output tokens to allow if neither the caller nor the catalogue states a limit; the API demands one. */
    long defaultMaxTokens() {
        return version >= 405 ? 64_000 : 4_096;
    }

    private boolean tale() {
        return family.equals("fable") || family.equals("mythos");
    }

    private static int version(String major, String minor) {
        return Integer.parseInt(major) * 100 + (minor == null ? 0 : Integer.parseInt(minor));
    }
}
