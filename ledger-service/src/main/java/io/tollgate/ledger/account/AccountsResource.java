package io.tollgate.ledger.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.access.JsonBody;
import io.tollgate.ledger.access.Paging;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
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
import org.jspecify.annotations.Nullable;

/** The operator's view of accounts. */
@Path("/operator/v1/accounts")
@Consumes(MediaType.WILDCARD)
public class AccountsResource {

    private static final int NAME_LENGTH = 200;
    private static final int ID_LENGTH = 64;

    private final Accounts accounts;

    @Inject
    AccountsResource(Accounts accounts) {
        this.accounts = accounts;
    }

    @POST
    public Uni<Response> create(@Context HttpHeaders headers, byte @Nullable [] content) {
        Caller.of(headers).requireOperator();
        JsonBody body = JsonBody.parse(content);
        return accounts.create(body.optionalText("id", ID_LENGTH), body.text("name", NAME_LENGTH))
                .map(account -> Answers.created(Answers.data(view(account))));
    }

    @GET
    public Uni<Response> list(
            @Context HttpHeaders headers,
            @QueryParam("offset") @Nullable String offset,
            @QueryParam("limit") @Nullable String limit) {
        Caller.of(headers).requireOperator();
        return accounts.page(Paging.offset(offset), Paging.limit(limit))
                .map(page -> Answers.list(page, AccountsResource::view));
    }

    @GET
    @Path("/{id}")
    public Uni<Response> get(@Context HttpHeaders headers, @PathParam("id") String id) {
        Caller.of(headers).requireOperator();
        return accounts.get(id).map(account -> Answers.ok(Answers.data(view(account))));
    }

    @PATCH
    @Path("/{id}")
    public Uni<Response> change(@Context HttpHeaders headers, @PathParam("id") String id, byte @Nullable [] content) {
        Caller.of(headers).requireOperator();
        JsonBody body = JsonBody.parse(content);
        return accounts.change(id, body.optionalText("name", NAME_LENGTH), body.flag("enabled"))
                .map(account -> Answers.ok(Answers.data(view(account))));
    }

    private static ObjectNode view(Accounts.Funded funded) {
        Account account = funded.account();
        ObjectNode view = Answers.object();
        view.put("id", account.id());
        view.put("name", account.name());
        view.put("cell", account.cell());
        view.put("enabled", account.enabled());
        view.set("balance", Answers.usd(funded.credit()));
        view.put("created_at", account.createdAt().toString());
        view.put(
                "updated_at",
                account.updatedAt() == null ? null : account.updatedAt().toString());
        return view;
    }
}
