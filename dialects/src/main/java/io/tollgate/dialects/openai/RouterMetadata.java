package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.reply.RouteTaken;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Renders {@code openrouter_metadata}, how a request was routed, for a caller that asks for it.
 *
 * @param requested the model that the caller named first
 * @param strategy {@link #DIRECT} or {@link #FALLBACK}
 */
public record RouterMetadata(String requested, String strategy) {

    /** The strategy of a request that names one model. */
    public static final String DIRECT = "direct";
    /** The strategy of a request that names several models. */
    public static final String FALLBACK = "fallback";

    static final String FIELD = "openrouter_metadata";

    /** What to render for a request that names these models. */
    public static RouterMetadata of(List<String> models) {
        return new RouterMetadata(models.getFirst(), models.size() > 1 ? FALLBACK : DIRECT);
    }

    /** The object. {@code attempt} counts the providers that were called. */
    ObjectNode of(RouteTaken route) {
        List<RouteTaken.Tried> calls = Stream.concat(route.failed().stream(), Stream.ofNullable(route.last()))
                .filter(RouteTaken.Tried::called)
                .toList();
        ObjectNode body = WireJson.object();
        body.put("requested", requested);
        body.put("strategy", strategy);
        body.putNull("region");
        body.put("summary", summary(route));
        body.put("attempt", calls.size());
        ArrayNode attempts = body.putArray("attempts");
        calls.forEach(call -> attempts.addObject()
                .put("provider", call.provider())
                .put("model", call.model())
                .put("status", call.status()));
        ObjectNode endpoints = body.putObject("endpoints");
        Integer considered = route.considered();
        endpoints.put("total", considered == null ? route.candidates().size() : considered);
        ArrayNode available = endpoints.putArray("available");
        route.candidates()
                .forEach(candidate -> available
                        .addObject()
                        .put("provider", candidate.provider())
                        .put("model", candidate.model())
                        .put("selected", candidate.selected()));
        body.put("is_byok", false);
        body.putArray("pipeline");
        return body;
    }

    private static String summary(RouteTaken route) {
        String available = "available=" + route.candidates().size();
        return route.candidates().stream()
                .filter(RouteTaken.Candidate::selected)
                .findFirst()
                .map(selected -> available + ", selected=" + selected.provider())
                .orElse(available);
    }

    /** Adds the object to a body if the caller wants it and the route is known. */
    static void addTo(ObjectNode body, @Nullable RouterMetadata wanted, @Nullable RouteTaken route) {
        if (wanted != null && route != null) {
            body.set(FIELD, wanted.of(route));
        }
    }
}
