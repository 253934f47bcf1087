package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.provider.ProviderDialect;
import io.tollgate.dialects.provider.ProviderFailure;
import io.tollgate.dialects.provider.ProviderRequest;
import io.tollgate.dialects.provider.ReplyReader;
import io.tollgate.dialects.provider.Target;
import java.util.Map;

/** Chat completions as OpenAI and the many hosts that follow it speak them. */
public final class OpenAiDialect implements ProviderDialect {

    /** The dialect's name in the catalogue. */
    public static final String NAME = "openai-chat";

    /** Header with our reference of a call; OpenAI keeps it with its logs, others ignore it. */
    public static final String REFERENCE_HEADER = "X-Client-Request-Id";

    private static final String PATH = "/chat/completions";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ProviderRequest request(ObjectNode chat, Target target) {
        ObjectNode body = ProviderBody.of(chat, target);
        return new ProviderRequest(PATH, Map.of(REFERENCE_HEADER, target.attemptId()), WireJson.write(body));
    }

    @Override
    public Map<String, String> authentication(String apiKey) {
        return Map.of("Authorization", "Bearer " + apiKey);
    }

    @Override
    public ReplyReader reader(Target target) {
        return new OpenAiReader(target.attemptId());
    }

    @Override
    public ProviderFailure failure(int status, byte[] body) {
        return OpenAiFailures.read(status, body);
    }
}
