package io.tollgate.dialects.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The translation between a caller's chat request and one provider dialect. Implementations are stateless and thread-safe. */
public interface ProviderDialect {

    /** The dialect's name in the catalogue, e.g. {@code anthropic-messages}. */
    String name();

    /**
     * The HTTP request to send.
     *
     * @param chat the caller's body, already validated; not changed
     * @throws ProviderFailureException if the dialect cannot express the request; another endpoint may
     */
    ProviderRequest request(ObjectNode chat, Target target);

    /** Headers that carry the provider key. */
    Map<String, String> authentication(String apiKey);

    /** A reader for the reply to one request. Not thread-safe. */
    ReplyReader reader(Target target);

    /**
     * What an error reply means.
     *
     * @param status HTTP status
     * @param body the body, at most a bounded part of it; any bytes
     */
    ProviderFailure failure(int status, byte[] body);
}
