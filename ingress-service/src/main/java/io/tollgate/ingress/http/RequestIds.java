package io.tollgate.ingress.http;

import io.tollgate.contracts.Ids;
import io.vertx.ext.web.RoutingContext;

/** The id of each HTTP request: ours, never the caller's, so that nobody can write into our logs. */
public final class RequestIds {

    static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = "tollgate.request-id";

    private RequestIds() {}

    /** The id of this request. */
    public static String of(RoutingContext context) {
        String known = context.get(ATTRIBUTE);
        if (known != null) {
            return known;
        }
        String fresh = "req-" + Ids.newId();
        context.put(ATTRIBUTE, fresh);
        return fresh;
    }
}
