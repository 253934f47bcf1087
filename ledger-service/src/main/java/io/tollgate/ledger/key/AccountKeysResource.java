package io.tollgate.ledger.key;

import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.access.JsonBody;
import io.tollgate.ledger.access.Paging;
import io.tollgate.ledger.key.KeysResource.KeyAnswers;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All keys of an account, for the operator: {@code management: true} makes a management key. */
@Path("/operator/v1/accounts/{account}/keys")
@Consumes(MediaType.WILDCARD)
public class AccountKeysResource {

    private static final Set<Boolean> ALL = Set.of(false, true);

    private final Keys keys;

    @Inject
    AccountKeysResource(Keys keys) {
        this.keys = keys;
    }

    @POST
    public Uni<Response> create(
            @Context HttpHeaders headers, @PathParam("account") String account, byte @Nullable [] content) {
        Caller.of(headers).requireOperator();
        JsonBody body = JsonBody.parse(content);
        return keys.create(account, body.flag("management").orElse(false), KeyTerms.of(body))
                .map(KeyAnswers::created);
    }

    @GET
    public Uni<Response> list(
            @Context HttpHeaders headers,
            @PathParam("account") String account,
            @QueryParam("offset") @Nullable String offset,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("include_disabled") @Nullable String includeDisabled) {
        Caller.of(headers).requireOperator();
        return keys.page(
                        account,
                        ALL,
                        Paging.flag(includeDisabled, "include_disabled"),
                        Paging.offset(offset),
                        Paging.limit(limit))
                .map(KeyAnswers::list);
    }

    @PATCH
    @Path("/{hash}")
    public Uni<Response> change(
            @Context HttpHeaders headers,
            @PathParam("account") String account,
            @PathParam("hash") String hash,
            byte @Nullable [] content) {
        Caller.of(headers).requireOperator();
        return keys.change(account, hash, ALL, JsonBody.parse(content)).map(KeyAnswers::one);
    }

    @DELETE
    @Path("/{hash}")
    public Uni<Response> revoke(
            @Context HttpHeaders headers, @PathParam("account") String account, @PathParam("hash") String hash) {
        Caller.of(headers).requireOperator();
        return keys.revoke(account, hash, ALL).replaceWith(KeyAnswers::deleted);
    }
}
