package io.tollgate.ingress.proxy;

import io.tollgate.ingress.http.RequestIds;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an owner gets to see of a caller's headers: contents and trace, and the id that the request has here. */
final class ForwardedHeaders {

    private static final List<String> NAMES = List.of("Content-Type", "Accept", "traceparent", "tracestate");

    private ForwardedHeaders() {}

    /** The headers of a call to an owner, to which more may be added. */
    static Map<String, String> of(RoutingContext context) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : NAMES) {
            String value = context.request().getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        headers.put("X-Request-Id", RequestIds.of(context));
        return headers;
    }
}
