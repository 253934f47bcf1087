package io.tollgate.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.dialects.reply.ReplyFailure;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ErrorBodiesTest {

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Test
    void shouldNameTheFieldOfARefusedRequest() {
        InvalidRequestException refused = new InvalidRequestException(
                400, "invalid_request", "model is required", "model", "missing_required_parameter");
        assertThat(text(ErrorBodies.of(refused)))
                .isEqualTo(
                        "{\"error\":{\"code\":400,\"message\":\"model is required\",\"type\":\"invalid_request_error\","
                                + "\"param\":\"model\",\"metadata\":{\"error_type\":\"invalid_request\","
                                + "\"openai_code\":\"missing_required_parameter\"}}}");
    }

    @Test
    void shouldSayWhichLimitAndProviderFailed() {
        ReplyFailure failure = new ReplyFailure(402, "payment_required", "no credit", "x", "OpenAI", 3L, "key");
        assertThat(text(ErrorBodies.of(failure)))
                .contains("\"code\":402", "\"type\":\"payment_required\"", "\"param\":null")
                .contains("\"provider_code\":\"x\"", "\"provider_name\":\"OpenAI\"", "\"limit_source\":\"key\"");
    }

    @Test
    void shouldStateAvailability() {
        assertThat(text(ErrorBodies.of(400, "not_found", "unknown model")
                        .availability("model_not_found", false, null)
                        .toBytes()))
                .contains("\"availability\":{\"code\":\"model_not_found\",\"retryable\":false}");
    }

    @Test
    void shouldGiveEachStatusItsType() {
        assertThat(ErrorBodies.openAiType(401)).isEqualTo("authentication_error");
        assertThat(ErrorBodies.openAiType(403)).isEqualTo("permission_error");
        assertThat(ErrorBodies.openAiType(429)).isEqualTo("rate_limit_error");
        assertThat(ErrorBodies.openAiType(503)).isEqualTo("server_error");
        assertThat(ErrorBodies.openAiType(404)).isEqualTo("invalid_request_error");
    }
}
