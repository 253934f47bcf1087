package io.tollgate.ledger.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.account.KeyStatus;
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

/** What a key was allowed as of an instant, for the operator. */
@Path("/operator/v1/accounts/{account}/keys/{hash}/as-of")
public class KeyAsOfResource {

    private final Database database;
    private final HistoryRepository history;
    private final Clock clock;

    @Inject
    KeyAsOfResource(Database database, HistoryRepository history, Clock clock) {
        this.database = database;
        this.history = history;
        this.clock = clock;
    }

    @GET
    public Uni<Response> asOf(
            @Context HttpHeaders headers,
            @PathParam("account") String account,
            @PathParam("hash") String hash,
            @QueryParam("at") @Nullable String text) {
        Caller.of(headers).requireOperator();
        Instant at = Times.past(text, clock.instant());
        return database.inTransaction(session -> history.key(session, account, hash, at)
                .chain(keys -> history.account(session, account, at)
                        .map(accounts -> Answers.ok(Answers.data(view(at, keys, accounts))))));
    }

    private static ObjectNode view(Instant at, List<Row> keys, List<Row> accounts) {
        if (keys.isEmpty()) {
            throw RefusalException.notFound("nothing is known of such a key as of " + at);
        }
        Row found = keys.getFirst();
        Row key = new Row(found.json("state"));
        Instant expires = key.instantOrNull("expires_at");
        boolean accountEnabled =
                !accounts.isEmpty() && new Row(accounts.getFirst().json("state")).flag("enabled");
        boolean expired = expires != null && !expires.isAfter(at);
        KeyStatus status = KeyStatus.valueOf(key.text("status"));
        Long limit = key.numberOrNull("spend_limit");
        ObjectNode view = Answers.object();
        view.put("hash", key.text("hash"));
        view.put("account", key.text("account"));
        view.put("at", at.toString());
        view.put("name", key.text("name"));
        view.put("status", status.name());
        view.put("usable", status == KeyStatus.ACTIVE && !expired && accountEnabled);
        view.put("expires_at", expires == null ? null : expires.toString());
        view.set("limit", Answers.usd(limit == null ? null : NanoUsd.of(limit)));
        view.put("limit_reset", key.textOrNull("limit_reset"));
        view.put("requests_per_minute", key.numberOrNull("requests_per_minute"));
        view.put("concurrency", key.numberOrNull("concurrency"));
        view.set("allowed_models", key.json("allowed_models"));
        view.put("since", found.instant("since").toString());
        return view;
    }
}
