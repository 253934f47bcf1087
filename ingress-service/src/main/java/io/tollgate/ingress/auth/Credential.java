package io.tollgate.ingress.auth;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;

/** Finds the secret that a caller sent: as a bearer token, or in the header that Anthropic's older clients use. */
final class Credential {

    static final String API_KEY_HEADER = "x-api-key";

    private static final String BEARER = "bearer ";
    private static final int LONGEST = 512;

    private Credential() {}

    /** The secret, or empty if there is none that could be a key. */
    static Optional<String> of(MultiMap headers) {
        String authorization = headers.get(HttpHeaders.AUTHORIZATION);
        if (authorization != null && !authorization.isBlank()) {
            return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    ? usable(authorization.substring(BEARER.length()))
                    : Optional.empty();
        }
        String apiKey = headers.get(API_KEY_HEADER);
        return apiKey == null ? Optional.empty() : usable(apiKey);
    }

    private static Optional<String> usable(String text) {
        String secret = text.strip();
        return secret.isEmpty() || secret.length() > LONGEST ? Optional.empty() : Optional.of(secret);
    }
}
