package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.request.Labels;
import io.tollgate.contracts.request.Preferences;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks a caller's chat request. Whatever the bytes, the result is a request or an {@link InvalidRequestException}.
 * Fields of no known name are tolerated.
 */
public final class ChatRequests {

    /** Longest {@code user}, in characters. */
    public static final int MAX_USER_LENGTH = 512;
    /** Longest {@code session_id}, in characters. */
    public static final int MAX_SESSION_ID_LENGTH = 256;

    private ChatRequests() {}

    /**
     * Parses a body.
     *
     * @throws InvalidRequestException if anything in it is wrong: status 400, or 413 for a string beyond 30 million characters
     */
    public static ChatRequest parse(byte[] bytes) {
        ObjectNode body = CallerJson.parse(bytes);
        Fields fields = Fields.root(body);
        PromptMeasure measure = new PromptMeasure();

        List<String> models = RoutingRules.models(fields);
        Preferences preferences = RoutingRules.preferences(fields);
        boolean stream = Boolean.TRUE.equals(fields.bool("stream"));
        streamOptions(fields);
        new MessageRules(measure).check(fields);
        ToolRules.check(fields, measure);
        SamplingRules.check(fields, measure);
        OutputRules.check(fields, measure);
        ReasoningRules.check(fields, measure);
        Long maxTokens = OutputRules.maxTokens(fields, measure);
        int choices = OutputRules.choices(fields, measure);
        Map<String, String> metadata = MetadataRules.check(fields);
        PluginRules.check(fields);
        return new ChatRequest(
                body,
                models,
                stream,
                preferences,
                measure.toFeatures(OutputRules.modalities(fields), maxTokens, choices),
                maxTokens,
                ReasoningRules.shown(fields),
                label(fields.path("user"), fields.string("user"), MAX_USER_LENGTH),
                Labels.of(sessionId(fields.path("session_id"), fields.string("session_id")), metadata));
    }

    private static void streamOptions(Fields fields) {
        Fields options = fields.object("stream_options");
        if (options != null) {
            options.bool("include_usage");
            options.bool("include_obfuscation");
        }
    }

    /**
     * Checks the name of a conversation.
     *
     * @param path where it stands
     * @return absent if it is empty
     * @throws InvalidRequestException if it is too long or has control characters
     */
    public static @Nullable String sessionId(String path, @Nullable String value) {
        return label(path, value, MAX_SESSION_ID_LENGTH);
    }

    private static @Nullable String label(String path, @Nullable String value, int maxLength) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        if (value.length() > maxLength) {
            throw InvalidRequestException.tooLong(path, maxLength);
        }
        return Fields.withoutControls(path, value);
    }
}
