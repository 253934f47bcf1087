package io.tollgate.ledger.access;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns failures into OpenRouter's error body; what is our fault is not explained to the caller. */
public class Refusals {

    private static final Logger LOG = Logger.getLogger(Refusals.class);

    @ServerExceptionMapper
    public Response refused(RefusalException refusal) {
        Response answer = Answers.error(
                refusal.status(), refusal.errorType(), String.valueOf(refusal.getMessage()), refusal.parameter());
        Duration retryAfter = refusal.retryAfter();
        return retryAfter == null
                ? answer
                : Response.fromResponse(answer)
                        .header("Retry-After", Math.max(1, retryAfter.toSeconds()))
                        .build();
    }

    /** What the framework refuses: unknown paths, wrong methods, wrong media types. */
    @ServerExceptionMapper
    public Response unsuitable(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        if (status >= 500) {
            return failed(failure);
        }
        String errorType = status == 404 ? "not_found" : "invalid_request";
        return Answers.error(
                status, errorType, Response.Status.fromStatusCode(status).getReasonPhrase(), null);
    }

    @ServerExceptionMapper
    public Response failed(Throwable failure) {
        LOG.error("a call failed", failure);
        return Answers.error(500, "server", "the ledger could not answer", null);
    }
}
