package io.tollgate.ledger.statement;

import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.access.Times;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Any account's statements, for the operator. */
@Path("/operator/v1/statements")
public class StatementsResource {

    private final Statements statements;

    @Inject
    StatementsResource(Statements statements) {
        this.statements = statements;
    }

    @GET
    @Path("/{account}")
    public Uni<Response> statement(
            @Context HttpHeaders headers,
            @PathParam("account") String account,
            @QueryParam("month") @Nullable String month) {
        Caller.of(headers).requireOperator();
        return statements
                .of(account, Times.month(month))
                .map(statement -> Answers.ok(Answers.data(StatementView.of(statement))));
    }
}
