package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.request.Labels;
import io.tollgate.contracts.request.Preferences;
import io.tollgate.contracts.request.PromptFeatures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A caller's chat request that passed every check which needs no catalogue.
 *
 * @param body as it came; not to be changed
 * @param models models that may answer, the preferred one first, without repeats; never empty
 * @param stream whether the caller wants a stream
 * @param maxTokens the caller's limit of output tokens for each choice; absent if none
 * @param withReasoning whether reasoning is to be shown
 * @param user the caller's own end-user id
 * @param labels what the caller wrote on it for its own records; absent if nothing
 */
public record ChatRequest(
        ObjectNode body,
        List<String> models,
        boolean stream,
        Preferences preferences,
        PromptFeatures features,
        @Nullable Long maxTokens,
        boolean withReasoning,
        @Nullable String user,
        @Nullable Labels labels) {

    public ChatRequest {
        models = List.copyOf(models);
    }
}
