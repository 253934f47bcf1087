package io.tollgate.dialects.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.provider.ProviderDialect;
import io.tollgate.dialects.provider.ProviderFailure;
import io.tollgate.dialects.provider.ProviderRequest;
import io.tollgate.dialects.provider.ReplyReader;
import io.tollgate.dialects.provider.Target;
import java.util.Map;

/**
 * Google's generateContent, as the Gemini API (base URL ends in {@code /v1beta}) and Vertex AI (base URL ends in the location, for
 * providers whose slug begins with {@code google-vertex}) speak it.
 */
public final class GeminiDialect implements ProviderDialect {

    /** The dialect's name in the catalogue. */
    public static final String NAME = "gemini-generate-content";

    /** Access tokens of Google accounts, in contrast to API keys, begin like this. */
    private static final String ACCESS_TOKEN = "ya29.";

    @Override
    public String name() {
        return NAME;
    }

    /**
     * {@inheritDoc}
     *
     * @throws io.tollgate.dialects.provider.ProviderFailureException if a message has content that the dialect cannot express
     */
    @Override
    public ProviderRequest request(ObjectNode chat, Target target) {
        String call = target.stream() ? ":streamGenerateContent?alt=sse" : ":generateContent";
        return new ProviderRequest(
                "/" + resource(target) + call, Map.of(), WireJson.write(GeminiRequestWriter.write(chat, target)));
    }

    @Override
    public Map<String, String> authentication(String apiKey) {
        return apiKey.startsWith(ACCESS_TOKEN)
                ? Map.of("authorization", "Bearer " + apiKey)
                : Map.of("x-goog-api-key", apiKey);
    }

    @Override
    public ReplyReader reader(Target target) {
        return new GeminiReader(target);
    }

    @Override
    public ProviderFailure failure(int status, byte[] body) {
        return GeminiFailures.of(status, body);
    }

    static boolean isVertex(Target target) {
        return target.provider().startsWith("google-vertex");
    }

    private static String resource(Target target) {
        String model = target.providerModel();
        if (model.startsWith("models/") || model.startsWith("tunedModels/") || model.startsWith("publishers/")) {
            return model;
        }
        return (isVertex(target) ? "publishers/google/models/" : "models/") + model;
    }
}
