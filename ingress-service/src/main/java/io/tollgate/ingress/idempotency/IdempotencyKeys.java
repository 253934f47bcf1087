package io.tollgate.ingress.idempotency;

import io.tollgate.ingress.http.ApiError;
import io.tollgate.ingress.http.ApiException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code Idempotency-Key} header. */
public final class IdempotencyKeys {

    /** The request header. */
    public static final String HEADER = "Idempotency-Key";

    private static final int LONGEST = 255;

    private IdempotencyKeys() {}

    /**
     * The key of a request, or empty if it has none.
     *
     * @param values of the header; repeats of the same value count as one
     * @throws ApiException 400 if there are several, or the key has not 1 to 255 visible ASCII characters
     */
    public static Optional<String> of(List<String> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        Set<String> different = Set.copyOf(values);
        String key = values.getFirst().strip();
        boolean plain = key.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (different.size() > 1 || key.isEmpty() || key.length() > LONGEST || !plain) {
            throw new ApiException(
                    ApiError.invalid(HEADER + " must be one value of 1 to " + LONGEST + " visible characters", HEADER));
        }
        return Optional.of(key);
    }
}
