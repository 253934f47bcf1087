package io.tollgate.dialects;

import io.tollgate.dialects.anthropic.AnthropicDialect;
import io.tollgate.dialects.gemini.GeminiDialect;
import io.tollgate.dialects.openai.OpenAiDialect;
import io.tollgate.dialects.provider.ProviderDialect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The provider dialects that can be spoken, by their names in the catalogue. */
public final class Dialects {

    private static final Map<String, ProviderDialect> BY_NAME =
            List.<ProviderDialect>of(new OpenAiDialect(), new AnthropicDialect(), new GeminiDialect()).stream()
                    .collect(Collectors.toUnmodifiableMap(ProviderDialect::name, Function.identity()));

    private Dialects() {}

    /** The dialect of that name, or empty if it is not spoken. */
    public static Optional<ProviderDialect> byName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The names of all dialects that are spoken. */
    public static Set<String> names() {
        return BY_NAME.keySet();
    }
}
