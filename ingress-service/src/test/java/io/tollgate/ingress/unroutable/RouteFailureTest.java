package io.tollgate.ingress.unroutable;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.attempt.RouteFailed;
import io.tollgate.dialects.reply.ReplyFailure;
import io.tollgate.dialects.reply.RouteTaken;
import io.tollgate.ingress.http.ApiError;
import io.tollgate.ingress.http.ApiErrors;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteFailureTest {

    private static final Map<String, String> FILTERED = Map.of("acme/chat@one", "disabled", "acme/chat@two", "full");

    @ParameterizedTest
    @CsvSource({
        "invalid_request, 400, constraint_filtered",
        "context_length_exceeded, 400, constraint_filtered",
        "not_found, 404, constraint_filtered",
        "payment_required, 402, ",
        "timeout, 504, ",
        "provider_overloaded, 503, temporarily_unavailable",
        "something_new, 503, temporarily_unavailable"
    })
    void shouldTellTheCallerInItsWords(String errorType, int status, String availability) {
        ApiError error = error(errorType);

        assertThat(error.status()).isEqualTo(status);
        assertThat(error.errorType()).isEqualTo(errorType);
        assertThat(error.message())
                .satisfiesAnyOf(
                        message -> assertThat(message).contains("acme/chat"),
                        message -> assertThat(message).contains("deadline"));
        if (availability == null) {
            assertThat(error.availability()).isNull();
        } else {
            assertThat(error.availability())
                    .isNotNull()
                    .satisfies(why -> assertThat(why.code()).isEqualTo(availability));
        }
    }

    @Test
    void shouldSayWhenToComeAgainAndWhichLimitWasMet() {
        assertThat(error("provider_overloaded").headers()).containsEntry("Retry-After", "5");
        assertThat(error("payment_required").metadata()).containsEntry("limit_source", "credits");
    }

    @Test
    void shouldTellHowManyEndpointsWereConsidered() {
        assertThat(error("provider_overloaded").route()).isEqualTo(new RouteTaken(2, List.of(), List.of(), null));
    }

    private static ApiError error(String errorType) {
        RouteFailed failed = new RouteFailed("gen-1", "acct-1", "acme/chat", errorType, FILTERED, Instant.EPOCH);
        ReplyFailure failure = RouteFailure.of(failed);
        return ApiErrors.of(RouteFailure.end(failed, failure), failure);
    }
}
