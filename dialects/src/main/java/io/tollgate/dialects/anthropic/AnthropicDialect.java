package io.tollgate.dialects.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.provider.ProviderDialect;
import io.tollgate.dialects.provider.ProviderFailure;
import io.tollgate.dialects.provider.ProviderRequest;
import io.tollgate.dialects.provider.ReplyReader;
import io.tollgate.dialects.provider.Target;
import java.util.Map;

/** The Anthropic Messages API, version 2023-06-01. Its paths follow a base URL that ends in {@code /v1}. */
public final class AnthropicDialect implements ProviderDialect {

    /** The dialect's name in the catalogue. */
    public static final String NAME = "anthropic-messages";

    private static final Map<String, String> HEADERS = Map.of("anthropic-version", "2023-06-01");

    @Override
    public String name() {
        return NAME;
    }

    /**
     * {@inheritDoc}
     *
     * @throws io.tollgate.dialects.provider.ProviderFailureException if a message has content that the dialect cannot express, e.g. audio
     */
    @Override
    public ProviderRequest request(ObjectNode chat, Target target) {
        return new ProviderRequest("/messages", HEADERS, WireJson.write(AnthropicRequestWriter.write(chat, target)));
    }

    @Override
    public Map<String, String> authentication(String apiKey) {
        return Map.of("x-api-key", apiKey);
    }

    @Override
    public ReplyReader reader(Target target) {
        return new AnthropicReader();
    }

    @Override
    public ProviderFailure failure(int status, byte[] body) {
        return AnthropicFailures.of(status, body);
    }
}
