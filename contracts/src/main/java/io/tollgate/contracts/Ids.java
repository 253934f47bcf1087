package io.tollgate.contracts;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.Optional;
import java.util.UUID;

/** Makes and reads the identifiers that callers see and events carry. Thread-safe. */
public final class Ids {

    private static final String REQUEST_PREFIX = "gen-";
    private static final TimeBasedEpochGenerator TIME_ORDERED = Generators.timeBasedEpochGenerator();

    private Ids() {}

    /** A new request id: {@code gen-} and a UUIDv7 (RFC 9562), the public generation id. */
    public static String newRequestId() {
        return REQUEST_PREFIX + TIME_ORDERED.generate();
    }

    /** A new time-ordered UUID (v7). */
    public static UUID newId() {
        return TIME_ORDERED.generate();
    }

    /** The id of a request's n-th attempt: UUIDv5 of the number in the name space of the request. */
    public static UUID attemptId(String requestId, int attempt) {
        UUID request = requestUuid(requestId)
                .orElseThrow(() -> new IllegalArgumentException("not a request id: " + requestId));
        return named(request, Integer.toString(attempt));
    }

    /** A UUIDv5 of a name in a name space: the same fact always gets the same id. */
    public static UUID named(UUID nameSpace, String name) {
        NameBasedGenerator generator = Generators.nameBasedGenerator(nameSpace);
        return generator.generate(name);
    }

    /** The UUID in a request id, or empty if the text is not one. */
    public static Optional<UUID> requestUuid(String requestId) {
        if (requestId.length() != REQUEST_PREFIX.length() + 36 || !requestId.startsWith(REQUEST_PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(requestId.substring(REQUEST_PREFIX.length())));
        } catch (IllegalArgumentException notAUuid) {
            return Optional.empty();
        }
    }
}
