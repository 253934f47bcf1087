package io.tollgate.ingress.idempotency;

import io.smallrye.mutiny.Uni;
import io.tollgate.ingress.IngressConfig;
import io.tollgate.ingress.owner.Owner;
import io.tollgate.ingress.owner.OwnerCall;
import io.tollgate.ingress.owner.OwnerClient;
import io.tollgate.ingress.owner.OwnerReply;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Asks the ledger whether a request ran, where Redis cannot know any more: leases end, and are lost with their store. */
@ApplicationScoped
class ChargeLookup {

    private static final int FOUND = 200;
    private static final int UNKNOWN = 404;

    private final OwnerClient owners;
    private final Duration timeout;

    ChargeLookup(OwnerClient owners, IngressConfig config) {
        this.owners = owners;
        this.timeout = config.idempotency().timeout();
    }

    /** Whether an attempt of the request is booked. Fails if the ledger cannot be asked. */
    Uni<Boolean> isCharged(String account, String requestId) {
        String target =
                "/internal/requests/" + requestId + "?account=" + URLEncoder.encode(account, StandardCharsets.UTF_8);
        return owners.call(new OwnerCall(Owner.LEDGER, HttpMethod.GET, target, Map.of(), new byte[0], timeout))
                .map(ChargeLookup::read);
    }

    private static boolean read(OwnerReply reply) {
        if (reply.status() != FOUND && reply.status() != UNKNOWN) {
            throw new IllegalStateException("the ledger answered the look-up of a charge with " + reply.status());
        }
        return reply.status() == FOUND;
    }
}
