package io.tollgate.ledger.statement;

import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.access.Times;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The statements of the account that asks, for the holders of its management keys. */
@Path("/api/v1/statements")
public class OwnStatementsResource {

    private final Statements statements;

    @Inject
    OwnStatementsResource(Statements statements) {
        this.statements = statements;
    }

    @GET
    public Uni<Response> statement(@Context HttpHeaders headers, @QueryParam("month") @Nullable String month) {
        String account = Caller.of(headers).requireManagement();
        return statements
                .of(account, Times.month(month))
                .map(statement -> Answers.ok(Answers.data(StatementView.of(statement))));
    }
}
