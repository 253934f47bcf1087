package io.tollgate.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.dialects.reply.ReplyFailure;
import io.tollgate.dialects.reply.RouteTaken;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    void shouldTellWhatFailedBeforeAndTheRouteIfAsked() {
        RouteTaken route = new RouteTaken(
                7,
                List.of(
                        new RouteTaken.Candidate("a/m", "Groq", false),
                        new RouteTaken.Candidate("a/m", "OpenAI", false)),
                List.of(new RouteTaken.Tried("a/m", "Groq", 429, "rate_limit", true)),
                new RouteTaken.Tried("a/m", "OpenAI", 503, "capacity_exhausted", false));
        ErrorBodies.Builder body =
                ErrorBodies.of(503, "capacity_exhausted", "busy").route(route);

        assertThat(text(body.toBytes()))
                .contains("\"previous_errors\":[{\"provider\":\"Groq\",\"code\":\"rate_limit\",\"status\":429}]")
                .doesNotContain("openrouter_metadata");
        assertThat(text(body.toBytes(RouterMetadata.of(List.of("a/m", "b/m")))))
                .endsWith(",\"openrouter_metadata\":{\"requested\":\"a/m\",\"strategy\":\"fallback\",\"region\":null,"
                        + "\"summary\":\"available=2\",\"attempt\":1,"
                        + "\"attempts\":[{\"provider\":\"Groq\",\"model\":\"a/m\",\"status\":429}],"
                        + "\"endpoints\":{\"total\":7,\"available\":["
                        + "{\"provider\":\"Groq\",\"model\":\"a/m\",\"selected\":false},"
                        + "{\"provider\":\"OpenAI\",\"model\":\"a/m\",\"selected\":false}]},"
                        + "\"is_byok\":false,\"pipeline\":[]}}");
        assertThat(text(ErrorBodies.of(503, "server", "no").route(null).toBytes()))
                .doesNotContain("previous_errors");
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
