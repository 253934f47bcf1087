package io.tollgate.ledger.key;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.access.JsonBody;
import io.tollgate.ledger.access.RefusalException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the holder of a key decides.
 *
 * @param limit most it may spend in a window; absent if unlimited
 * @param limitReset {@code daily}, {@code weekly}, {@code monthly}; absent if the limit is for ever
 * @param allowedModels models it may call; empty means all
 */
record KeyTerms(
        String name,
        @Nullable NanoUsd limit,
        @Nullable String limitReset,
        boolean includeByok,
        @Nullable Integer requestsPerMinute,
        @Nullable Integer concurrency,
        Set<String> allowedModels,
        @Nullable Instant expiresAt,
        @Nullable String creatorUserId,
        @Nullable String externalUser) {

    private static final String LIMIT = "limit";
    private static final String LIMIT_RESET = "limit_reset";
    private static final String REQUESTS_PER_MINUTE = "requests_per_minute";
    private static final String CONCURRENCY = "concurrency";
    private static final String ALLOWED_MODELS = "allowed_models";
    private static final String EXPIRES_AT = "expires_at";
    private static final String INCLUDE_BYOK = "include_byok_in_limit";
    private static final int NAME_LENGTH = 200;
    private static final int ID_LENGTH = 256;
    private static final int MODELS = 200;
    private static final Set<String> RESETS = Set.of("daily", "weekly", "monthly");

    KeyTerms {
        allowedModels = Set.copyOf(allowedModels);
    }

    /** The terms of a key to be made; refuses what makes no sense. */
    static KeyTerms of(JsonBody body) {
        return new KeyTerms(
                body.text("name", NAME_LENGTH),
                body.amount(LIMIT).orElse(null),
                reset(body).orElse(null),
                body.flag(INCLUDE_BYOK).orElse(false),
                body.positive(REQUESTS_PER_MINUTE).orElse(null),
                body.positive(CONCURRENCY).orElse(null),
                body.texts(ALLOWED_MODELS, MODELS, ID_LENGTH).orElse(Set.of()),
                body.instant(EXPIRES_AT).orElse(null),
                body.optionalText("creator_user_id", ID_LENGTH).orElse(null),
                body.optionalText("external_user", ID_LENGTH).orElse(null));
    }

    /** These terms with the changes that a body names; null removes a limit. */
    KeyTerms change(JsonBody body) {
        return new KeyTerms(
                body.optionalText("name", NAME_LENGTH).orElse(name),
                changed(body, LIMIT, limit, each -> each.amount(LIMIT)),
                changed(body, LIMIT_RESET, limitReset, KeyTerms::reset),
                body.flag(INCLUDE_BYOK).orElse(includeByok),
                changed(body, REQUESTS_PER_MINUTE, requestsPerMinute, each -> each.positive(REQUESTS_PER_MINUTE)),
                changed(body, CONCURRENCY, concurrency, each -> each.positive(CONCURRENCY)),
                body.names(ALLOWED_MODELS)
                        ? body.texts(ALLOWED_MODELS, MODELS, ID_LENGTH).orElse(Set.of())
                        : allowedModels,
                changed(body, EXPIRES_AT, expiresAt, each -> each.instant(EXPIRES_AT)),
                creatorUserId,
                externalUser);
    }

    private static <T> @Nullable T changed(
            JsonBody body, String field, @Nullable T before, Function<JsonBody, Optional<T>> read) {
        return body.names(field) ? read.apply(body).orElse(null) : before;
    }

    private static Optional<String> reset(JsonBody body) {
        Optional<String> reset = body.optionalText(LIMIT_RESET, NAME_LENGTH);
        if (reset.isPresent() && !RESETS.contains(reset.get())) {
            throw RefusalException.badRequest("limit_reset must be daily, weekly, monthly or null", LIMIT_RESET);
        }
        return reset;
    }
}
