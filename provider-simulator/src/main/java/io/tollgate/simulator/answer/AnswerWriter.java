package io.tollgate.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Writes answers: the same ask, model and seed always give the same one. Thread-safe. */
public final class AnswerWriter {

    private static final String[] WORDS =
            (" time people way water word work part place year day night light sound line side"
                            + " kind head house page letter answer point world school city tree river road car mountain plant food"
                            + " sun state story idea group paper music book hand eye feet money map number color wind rock space"
                            + " clear open small large slow quick early late new old good true real simple common steady quiet"
                            + " moves turns holds keeps finds gives takes shows tells asks makes leads follows grows carries"
                            + " reaches opens begins with from into over under between through after before because while and"
                            + " but the a this that every each some its their our")
                    .split("(?= )", -1);

    private final int shortest;
    private final int longest;
    private final int most;

    /**
     * What a script says about an answer.
     *
     * @param text the text itself; absent to have one written
     * @param tokens its length; absent to have it drawn
     * @param reasoningTokens reasoning to add where reasoning is asked for; absent to leave it to the ask
     * @param empty whether nothing is said at all
     */
    public record Wish(
            @Nullable String text,
            @Nullable Integer tokens,
            @Nullable Integer reasoningTokens,
            boolean empty) {}

    /**
     * @param shortest fewest tokens of a drawn length
     * @param longest most tokens of a drawn length
     * @param most most tokens of any answer
     */
    public AnswerWriter(int shortest, int longest, int most) {
        this.shortest = shortest;
        this.longest = Math.max(shortest, longest);
        this.most = most;
    }

    /** The answer to an ask. */
    public Answer write(Ask ask, Wish wish, String model, long seed) {
        if (wish.empty()) {
            return new Answer(List.of(), Answer.End.STOP, null);
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<Answer.Part> parts = new ArrayList<>();
        if (ask.reasoningTokens() > 0) {
            int tokens = wish.reasoningTokens() == null ? ask.reasoningTokens() : wish.reasoningTokens();
            parts.add(new Answer.Reasoning(words(random, Math.min(most, tokens), "Let me think:")));
        }
        List<Answer.Call> calls = calls(ask, random);
        if (calls.isEmpty()) {
            parts.add(new Answer.Text(text(ask, wish, model, random)));
        } else {
            parts.addAll(calls);
        }
        return limited(stopped(parts, ask.stops(), calls.isEmpty() ? Answer.End.STOP : Answer.End.TOOL_CALLS), ask);
    }

    private List<Answer.Call> calls(Ask ask, SplittableRandom random) {
        List<Ask.Tool> callable = ask.tools().stream()
                .filter(tool ->
                        ask.choice().names().isEmpty() || ask.choice().names().contains(tool.name()))
                .toList();
        boolean wanted = switch (ask.choice().mode()) {
            case NONE -> false;
            case AUTO -> !ask.afterToolResults();
            case REQUIRED -> true;
        };
        if (!wanted || callable.isEmpty()) {
            return List.of();
        }
        int first = random.nextInt(callable.size());
        int count = ask.parallelCalls() && callable.size() > 1 && random.nextInt(3) == 0 ? 2 : 1;
        List<Answer.Call> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Ask.Tool tool = callable.get((first + i) % callable.size());
            JsonNode schema = tool.parameters();
            JsonNode arguments =
                    schema == null ? JsonNodeFactory.instance.objectNode() : new SchemaSample(schema, random).value();
            calls.add(new Answer.Call(random.nextLong(), tool.name(), Tokens.split(arguments.toString()), true));
        }
        return calls;
    }

    private List<String> text(Ask ask, Wish wish, String model, SplittableRandom random) {
        String scripted = wish.text();
        if (scripted != null) {
            return Tokens.split(scripted);
        }
        JsonNode schema = ask.schema();
        return switch (ask.shape()) {
            case SCHEMA ->
                Tokens.split(
                        schema == null
                                ? "{}"
                                : new SchemaSample(schema, random).value().toString());
            case JSON -> Tokens.split(plainJson(random).toString());
            case TEXT -> {
                int drawn = shortest + random.nextInt(longest - shortest + 1);
                int tokens = Math.min(most, wish.tokens() == null ? drawn : wish.tokens());
                yield words(random, tokens, "This is a simulated answer of " + model + ":");
            }
        };
    }

    private static ObjectNode plainJson(SplittableRandom random) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("answer", String.join("", words(random, 8, "")).strip());
        json.put("count", random.nextInt(100));
        json.put("sure", random.nextBoolean());
        return json;
    }

    /** Exactly the given number of tokens, beginning with the opening as far as it goes. */
    private static List<String> words(SplittableRandom random, int count, String opening) {
        List<String> words = new ArrayList<>(count);
        List<String> begin = Tokens.split(opening);
        words.addAll(begin.subList(0, Math.min(count, begin.size())));
        while (words.size() < count) {
            boolean sentenceEnds = words.size() + 1 == count || words.size() % 13 == 12;
            words.add(sentenceEnds ? "." : WORDS[random.nextInt(WORDS.length)]);
        }
        return words;
    }

    /** Ends the text before the first stop sequence in it. */
    private static Answer stopped(List<Answer.Part> parts, List<String> stops, Answer.End end) {
        for (int i = 0; i < parts.size() && !stops.isEmpty(); i++) {
            if (parts.get(i) instanceof Answer.Text text) {
                String whole = String.join("", text.tokens());
                String found = null;
                int at = whole.length();
                for (String stop : stops) {
                    int position = stop.isEmpty() ? -1 : whole.indexOf(stop);
                    if (position >= 0 && position < at) {
                        at = position;
                        found = stop;
                    }
                }
                if (found != null) {
                    List<Answer.Part> kept = new ArrayList<>(parts.subList(0, i));
                    kept.add(new Answer.Text(upTo(text.tokens(), at)));
                    return new Answer(kept, Answer.End.STOP_SEQUENCE, found);
                }
            }
        }
        return new Answer(parts, end, null);
    }

    private static List<String> upTo(List<String> tokens, int characters) {
        List<String> kept = new ArrayList<>();
        int length = 0;
        for (String token : tokens) {
            if (length + token.length() >= characters) {
                if (characters > length) {
                    kept.add(token.substring(0, characters - length));
                }
                break;
            }
            kept.add(token);
            length += token.length();
        }
        return kept;
    }

    private Answer limited(Answer answer, Ask ask) {
        int room = (int) Math.min(most, ask.maxTokens());
        if (answer.tokens() <= room) {
            return answer;
        }
        List<Answer.Part> kept = new ArrayList<>();
        for (Answer.Part part : answer.parts()) {
            if (room == 0) {
                break;
            }
            Answer.Part cut = part.size() <= room ? part : part.first(room);
            kept.add(cut);
            room -= cut.size();
        }
        return new Answer(kept, Answer.End.LENGTH, null);
    }
}
