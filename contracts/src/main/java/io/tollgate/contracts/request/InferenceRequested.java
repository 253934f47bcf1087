package io.tollgate.contracts.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ingress accepted a request.
 *
 * @param requestId public generation id
 * @param operation what is asked, e.g. {@code chat}
 * @param account who pays
 * @param key id of the caller's key
 * @param cell home cell of the account
 * @param models models that may answer, the preferred one first; never empty
 * @param stream whether the caller wants a stream
 * @param feeBasisPoints fee rate in hundredths of a percent
 * @param credential reference of the caller's own provider key; absent for ours
 * @param deadline after this the request is not executed
 * @param user the caller's own end-user id
 * @param labels what the caller wrote on it for its own records; absent if nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InferenceRequested(
        String requestId,
        String operation,
        String account,
        String key,
        String cell,
        List<String> models,
        Preferences preferences,
        PromptFeatures features,
        boolean stream,
        HoldTerms hold,
        int feeBasisPoints,
        @Nullable String credential,
        BodyReference body,
        Instant acceptedAt,
        Instant deadline,
        @Nullable App app,
        @Nullable String user,
        @Nullable Labels labels)
        implements RequestEvent {

    public InferenceRequested {
        models = List.copyOf(models);
    }

    @Override
    public String recordKey() {
        return requestId;
    }

    @Override
    public String eventId() {
        return requestId;
    }
}
