package io.tollgate.ledger.rerating;

import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.access.JsonBody;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Rates a month again under corrected prices, for the operator: shows the difference, and posts it if {@code post} is true. */
@Path("/operator/v1/rerate")
@Consumes(MediaType.WILDCARD)
public class RerateResource {

    private static final int CURSOR_LENGTH = 200;

    private final Rerating rerating;

    @Inject
    RerateResource(Rerating rerating) {
        this.rerating = rerating;
    }

    @POST
    public Uni<Response> rerate(@Context HttpHeaders headers, byte @Nullable [] content) {
        Caller.of(headers).requireOperator();
        JsonBody body = JsonBody.parse(content);
        RerateOrder order = RerateBody.order(body);
        boolean post = body.flag("post").orElse(false);
        RerateCursor after = body.optionalText("after", CURSOR_LENGTH)
                .map(RerateCursor::parse)
                .orElse(RerateCursor.START);
        return (post ? rerating.post(order, after) : rerating.look(order, after))
                .map(looked -> Answers.ok(Answers.data(RerateView.of(order, looked, post))));
    }

    @GET
    @Path("/{id}")
    public Uni<Response> progress(@Context HttpHeaders headers, @PathParam("id") String id) {
        Caller.of(headers).requireOperator();
        return rerating.progress(id).map(row -> Answers.ok(Answers.data(RerateView.progress(row))));
    }
}
