package io.tollgate.ledger.month;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.access.Times;
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

/** Closes months, for the operator. */
@Path("/operator/v1/months")
@Consumes(MediaType.WILDCARD)
public class MonthsResource {

    private final MonthClose months;

    @Inject
    MonthsResource(MonthClose months) {
        this.months = months;
    }

    @GET
    public Uni<Response> list(@Context HttpHeaders headers) {
        Caller.of(headers).requireOperator();
        return months.closed().map(closed -> Answers.list(closed, MonthsResource::view));
    }

    @POST
    @Path("/{month}/close")
    public Uni<Response> close(@Context HttpHeaders headers, @PathParam("month") String month) {
        Caller.of(headers).requireOperator();
        return months.close(Times.month(month)).map(outcome -> {
            ObjectNode data = Answers.data(view(outcome.month()));
            return Answers.made(outcome.repeated(), data);
        });
    }

    private static ObjectNode view(ClosedMonth month) {
        ObjectNode view = Answers.object();
        view.put("month", month.month());
        view.put("transactions", month.transactions());
        view.put("postings", month.postings());
        view.put("moved", month.moved().toString());
        view.put("sha256", month.sha256());
        return view;
    }
}
