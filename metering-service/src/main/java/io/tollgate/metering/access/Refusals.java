package io.tollgate.metering.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Turns failures into OpenRouter's error body; what is our fault is not explained to the caller. */
public class Refusals {

    private static final Logger LOG = Logger.getLogger(Refusals.class);

    @ServerExceptionMapper
    public Response refused(RefusalException refusal) {
        return error(refusal.status(), refusal.errorType(), String.valueOf(refusal.getMessage()), refusal.parameter());
    }

    /** What the framework refuses: unknown paths, wrong methods, wrong media types. */
    @ServerExceptionMapper
    public Response unsuitable(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        if (status >= 500) {
            return failed(failure);
        }
        return error(
                status,
                status == 404 ? "not_found" : "invalid_request",
                failure.getResponse().getStatusInfo().getReasonPhrase(),
                null);
    }

    @ServerExceptionMapper
    public Response failed(Throwable failure) {
        LOG.error("a call failed", failure);
        return error(500, "server", "metering could not answer", null);
    }

    static Response error(int status, String errorType, String message, @Nullable String parameter) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode error = body.putObject("error");
        error.put("code", status)
                .put("message", message)
                .put("type", status < 500 ? "invalid_request_error" : "server_error");
        error.put("param", parameter);
        error.putObject("metadata").put("error_type", errorType);
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(body)
                .build();
    }
}
