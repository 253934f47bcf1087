package io.tollgate.ledger.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.access.Times;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.Row;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An account and its credit as of an instant, for the operator. */
@Path("/operator/v1/accounts/{account}/as-of")
public class AccountAsOfResource {

    private final Database database;
    private final HistoryRepository history;
    private final Clock clock;

    @Inject
    AccountAsOfResource(Database database, HistoryRepository history, Clock clock) {
        this.database = database;
        this.history = history;
        this.clock = clock;
    }

    @GET
    public Uni<Response> asOf(
            @Context HttpHeaders headers,
            @PathParam("account") String account,
            @QueryParam("at") @Nullable String text) {
        Caller.of(headers).requireOperator();
        Instant at = Times.past(text, clock.instant());
        return database.inTransaction(session -> history.account(session, account, at)
                .chain(states -> history.balance(session, account, at)
                        .map(balance -> Answers.ok(Answers.data(view(account, at, states, balance))))));
    }

    private static ObjectNode view(String account, Instant at, List<Row> states, NanoUsd balance) {
        if (states.isEmpty()) {
            throw RefusalException.notFound("nothing is known of account " + account + " as of " + at);
        }
        Row found = states.getFirst();
        Row state = new Row(found.json("state"));
        ObjectNode view = Answers.object();
        view.put("id", account);
        view.put("at", at.toString());
        view.put("name", state.text("name"));
        view.put("enabled", state.flag("enabled"));
        view.set("balance", Answers.usd(balance));
        view.put("since", found.instant("since").toString());
        return view;
    }
}
