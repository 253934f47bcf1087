package io.tollgate.ledger.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.access.JsonBody;
import io.tollgate.ledger.access.Paging;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys that call models, for the holders of management keys. Management keys themselves are the operator's. */
@Path("/api/v1/keys")
@Consumes(MediaType.WILDCARD)
public class KeysResource {

    private static final Set<Boolean> INFERENCE = Set.of(false);

    private final Keys keys;

    @Inject
    KeysResource(Keys keys) {
        this.keys = keys;
    }

    @POST
    public Uni<Response> create(@Context HttpHeaders headers, byte @Nullable [] content) {
        String account = Caller.of(headers).requireManagement();
        return keys.create(account, false, KeyTerms.of(JsonBody.parse(content))).map(KeyAnswers::created);
    }

    @GET
    public Uni<Response> list(
            @Context HttpHeaders headers,
            @QueryParam("offset") @Nullable String offset,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("include_disabled") @Nullable String includeDisabled,
            @QueryParam("workspace_id") @Nullable String workspace) {
        String account = Caller.of(headers).requireManagement();
        int skipped = Paging.offset(offset);
        int most = Paging.limit(limit);
        boolean disabledToo = Paging.flag(includeDisabled, "include_disabled");
        if (workspace != null && !workspace.equals(account)) {
            return Uni.createFrom().item(KeyAnswers.list(List.of()));
        }
        return keys.page(account, INFERENCE, disabledToo, skipped, most).map(KeyAnswers::list);
    }

    @GET
    @Path("/{hash}")
    public Uni<Response> get(@Context HttpHeaders headers, @PathParam("hash") String hash) {
        String account = Caller.of(headers).requireManagement();
        return keys.get(account, hash, INFERENCE).map(KeyAnswers::one);
    }

    @PATCH
    @Path("/{hash}")
    public Uni<Response> change(
            @Context HttpHeaders headers, @PathParam("hash") String hash, byte @Nullable [] content) {
        String account = Caller.of(headers).requireManagement();
        return keys.change(account, hash, INFERENCE, JsonBody.parse(content)).map(KeyAnswers::one);
    }

    @DELETE
    @Path("/{hash}")
    public Uni<Response> revoke(@Context HttpHeaders headers, @PathParam("hash") String hash) {
        String account = Caller.of(headers).requireManagement();
        return keys.revoke(account, hash, INFERENCE).replaceWith(KeyAnswers::deleted);
    }

    /** How keys are answered. */
    static final class KeyAnswers {

        private KeyAnswers() {}

        static Response created(Keys.Created created) {
            ObjectNode body = Answers.data(KeyView.managed(created.key(), KeyUsage.NOTHING));
            body.put("key", created.secret());
            return Answers.created(body);
        }

        static Response one(Keys.Used used) {
            return Answers.ok(Answers.data(KeyView.managed(used.key(), used.usage())));
        }

        static Response list(List<Keys.Used> page) {
            return Answers.list(page, used -> KeyView.managed(used.key(), used.usage()));
        }

        static Response deleted() {
            return Answers.ok(Answers.object().put("deleted", true));
        }
    }
}
