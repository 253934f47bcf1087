package io.tollgate.ledger.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;

/** Checks the books' invariants now; safe while everything runs. */
@Path("/operator/v1/audit/ledger")
public class AuditResource {

    private final BookChecks books;
    private final Recomputation recomputation;
    private final RedisAgreement redis;
    private final ClosedMonths months;

    @Inject
    AuditResource(BookChecks books, Recomputation recomputation, RedisAgreement redis, ClosedMonths months) {
        this.books = books;
        this.recomputation = recomputation;
        this.redis = redis;
        this.months = months;
    }

    @GET
    public Uni<Response> audit(@Context HttpHeaders headers) {
        Caller.of(headers).requireOperator();
        return books.run()
                .chain(answered -> recomputation
                        .charges()
                        .chain(charges -> recomputation
                                .corrections()
                                .chain(corrections -> months.run()
                                        .chain(closed -> redis.run().map(agreement -> {
                                            List<Check> checks = new ArrayList<>(answered);
                                            checks.addAll(List.of(charges, corrections, closed, agreement));
                                            return Answers.ok(view(checks));
                                        })))));
    }

    private static ObjectNode view(List<Check> checks) {
        ObjectNode body = Answers.object();
        ArrayNode list = body.putArray("checks");
        for (Check check : checks) {
            list.addObject()
                    .put("id", check.id())
                    .put("name", check.name())
                    .put("broken", check.broken())
                    .put("checked", check.checked())
                    .put("detail", check.detail());
        }
        body.put("ok", checks.stream().allMatch(check -> check.broken() == 0));
        return body;
    }
}
