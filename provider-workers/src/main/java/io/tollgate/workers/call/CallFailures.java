package io.tollgate.workers.call;

import io.tollgate.dialects.provider.FailureKind;
import io.vertx.core.http.HttpClientResponse;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** What the failures of a connection mean, in our callers' terms. */
final class CallFailures {

    private static final long LONGEST_WAIT_SECONDS = 3_600;

    private CallFailures() {}

    static CallEnd.Failed unreachable(Throwable cause) {
        boolean refused = cause instanceof ConnectException || cause instanceof UnknownHostException;
        return failed(
                FailureKind.UNAVAILABLE,
                refused ? "The provider could not be reached." : "The connection to the provider broke.");
    }

    static CallEnd.Failed late(CallClock.Late late) {
        return failed(FailureKind.TIMEOUT, late.message());
    }

    static CallEnd.Failed cut() {
        return failed(FailureKind.UNAVAILABLE, "The provider broke off its answer.");
    }

    static CallEnd.Failed unreadable() {
        return failed(FailureKind.UNAVAILABLE, "The provider's answer could not be read.");
    }

    static CallEnd.Failed tooLong() {
        return failed(FailureKind.UNAVAILABLE, "The provider's answer is too long.");
    }

    /** The {@code Retry-After} header in seconds, from a number or a date; at most an hour. */
    static @Nullable Long retryAfter(HttpClientResponse response, Instant now) {
        return parseRetryAfter(response.getHeader("retry-after"), now);
    }

    static @Nullable Long parseRetryAfter(@Nullable String header, Instant now) {
        if (header == null || header.isBlank()) {
            return null;
        }
        String text = header.strip();
        try {
            long seconds = text.chars().allMatch(Character::isDigit)
                    ? Long.parseLong(text)
                    : Duration.between(
                                    now,
                                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                            .toInstant())
                            .toSeconds();
            return Math.clamp(seconds, 0L, LONGEST_WAIT_SECONDS);
        } catch (NumberFormatException | DateTimeException unreadable) {
            return null;
        }
    }

    private static CallEnd.Failed failed(FailureKind kind, String message) {
        return new CallEnd.Failed(kind.because(message, null), null, null);
    }
}
