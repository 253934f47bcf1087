package io.tollgate.ingress.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.openai.InvalidRequestException;
import io.tollgate.dialects.openai.RouterMetadata;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes answers and refusals, each exactly once, whatever a caller does meanwhile. */
@ApplicationScoped
public class Responses {

    public static final String JSON = "application/json";

    private static final Logger LOG = Logger.getLogger(Responses.class);

    /** Answers 200 with a tree. */
    public void json(RoutingContext context, JsonNode body) {
        json(context, 200, WireJson.write(body));
    }

    /** Answers with JSON bytes. */
    public void json(RoutingContext context, int status, byte[] body) {
        HttpServerResponse response = context.response();
        if (finished(response)) {
            return;
        }
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(Buffer.buffer(body));
    }

    /** Refuses a request, unless its answer began already: then the connection is closed, which no client takes for a clean end. */
    public void error(RoutingContext context, ApiError error) {
        error(context, error, null);
    }

    /**
     * Refuses a request like {@link #error(RoutingContext, ApiError)}.
     *
     * @param wanted renders the route for a caller that wants to see it; absent otherwise
     */
    public void error(RoutingContext context, ApiError error, @Nullable RouterMetadata wanted) {
        HttpServerResponse response = context.response();
        if (finished(response)) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        error.headers().forEach(response::putHeader);
        json(context, error.status(), error.body(wanted));
    }

    /** Refuses a request for what went wrong: as it says, or as an internal error. */
    public void failure(RoutingContext context, Throwable failure) {
        error(context, errorOf(context, failure));
    }

    /** What a caller is told about a failure. Unexpected ones are logged, without the request's content. */
    public ApiError errorOf(RoutingContext context, Throwable failure) {
        if (failure instanceof ApiException refused) {
            return refused.error();
        }
        if (failure instanceof InvalidRequestException refused) {
            return ApiErrors.of(refused);
        }
        String requestId = RequestIds.of(context);
        LOG.errorf(failure, "request %s failed", requestId);
        return ApiError.internal(requestId);
    }

    private static boolean finished(HttpServerResponse response) {
        return response.ended() || response.closed();
    }
}
