package io.tollgate.livestate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What any instance must know of a request to give its reply to a caller, always in the same bytes.
 *
 * @param account who may read the reply
 * @param key the key that asked
 * @param model the model that the caller named first
 * @param createdEpochSeconds when the request was accepted, seconds since 1970
 * @param stream whether the caller asked for a stream
 * @param reasoning whether reasoning is shown
 * @param zeroDataRetention whether nothing of the reply may be kept once it was delivered
 * @param cancelAfter time without any reader after which the request is cancelled, whole milliseconds; absent if it goes on
 * @param deadline of the request, whole milliseconds
 * @param shownRoute how the route is shown to a caller that wants to see it; absent otherwise
 */
public record ReplyRequest(
        String account,
        String key,
        String model,
        long createdEpochSeconds,
        boolean stream,
        boolean reasoning,
        boolean zeroDataRetention,
        @Nullable Duration cancelAfter,
        Instant deadline,
        @Nullable ShownRoute shownRoute) {

    /**
     * What an account of the route repeats of the request.
     *
     * @param requested the model that the caller named first, whether or not it can serve the request
     * @param strategy how the caller lets us choose among models
     */
    public record ShownRoute(String requested, String strategy) {}

    /** Requests of instances that did not state the time. */
    private static final String USUAL_GRACE_MILLIS = "10000";

    /** Field and value in turn; scripts know {@code account}, {@code zdr}, {@code cancel} and {@code grace}. */
    List<Object> fields() {
        List<Object> fields = new ArrayList<>(List.of(
                "account",
                account,
                "key",
                key,
                "model",
                model,
                "created",
                createdEpochSeconds,
                "stream",
                flag(stream),
                "reasoning",
                flag(reasoning),
                "zdr",
                flag(zeroDataRetention),
                "cancel",
                flag(cancelAfter != null),
                "deadline",
                deadline.toEpochMilli()));
        if (cancelAfter != null) {
            fields.addAll(List.of("grace", cancelAfter.toMillis()));
        }
        if (shownRoute != null) {
            fields.addAll(List.of("requested", shownRoute.requested(), "strategy", shownRoute.strategy()));
        }
        return fields;
    }

    /** Reads field and value in turn; unknown fields are passed over. */
    static ReplyRequest of(List<String> fields) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            values.put(fields.get(i), fields.get(i + 1));
        }
        return new ReplyRequest(
                text(values, "account"),
                text(values, "key"),
                text(values, "model"),
                Long.parseLong(text(values, "created")),
                isSet(values, "stream"),
                isSet(values, "reasoning"),
                isSet(values, "zdr"),
                cancelAfter(values),
                Instant.ofEpochMilli(Long.parseLong(text(values, "deadline"))),
                shownRoute(values));
    }

    private static @Nullable Duration cancelAfter(Map<String, String> values) {
        return isSet(values, "cancel")
                ? Duration.ofMillis(Long.parseLong(values.getOrDefault("grace", USUAL_GRACE_MILLIS)))
                : null;
    }

    private static @Nullable ShownRoute shownRoute(Map<String, String> values) {
        String requested = values.get("requested");
        return requested == null ? null : new ShownRoute(requested, text(values, "strategy"));
    }

    private static String flag(boolean set) {
        return set ? "1" : "0";
    }

    private static boolean isSet(Map<String, String> values, String field) {
        return "1".equals(values.get(field));
    }

    private static String text(Map<String, String> values, String field) {
        return Objects.requireNonNull(values.get(field), field);
    }
}
