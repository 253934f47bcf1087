package io.tollgate.ledger.key;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.posting.PostingRepository;
import io.tollgate.postgres.Database;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;

/** One key: for its holder, and for an ingress that has not heard of it yet. */
@Path("/")
public class KeyResource {

    private static final Set<Boolean> ALL = Set.of(false, true);
    private static final ObjectMapper MAPPER = EventCodec.mapper();

    private final Keys keys;
    private final Database database;
    private final PostingRepository postings;
    private final Clock clock;

    @Inject
    KeyResource(Keys keys, Database database, PostingRepository postings, Clock clock) {
        this.keys = keys;
        this.database = database;
        this.postings = postings;
        this.clock = clock;
    }

    @GET
    @Path("/api/v1/key")
    public Uni<Response> own(@Context HttpHeaders headers) {
        Caller caller = Caller.of(headers);
        String account = caller.requireAccount();
        return keys.get(account, caller.keyHash(), ALL)
                .chain(used -> database.inTransaction(session -> postings.given(session, account))
                        .map(NanoUsd::isZero)
                        .map(freeTier -> Answers.ok(Answers.data(KeyView.held(used.key(), used.usage(), freeTier)))));
    }

    /** A key and its account as {@code accounts.keys.v1} and {@code accounts.v1} would state them. */
    @GET
    @Path("/internal/keys/{hash}")
    public Uni<Response> stated(@PathParam("hash") String hash) {
        return keys.byHash(hash).map(found -> {
            Instant now = clock.instant();
            ObjectNode body = Answers.object();
            body.set("key", MAPPER.valueToTree(found.key().stated(now)));
            body.set("account", MAPPER.valueToTree(found.account(now)));
            return Answers.ok(body);
        });
    }
}
