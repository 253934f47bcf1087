package io.tollgate.ingress.idempotency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.ingress.IngressConfig;
import io.tollgate.ingress.owner.Owner;
import io.tollgate.ingress.owner.OwnerCall;
import io.tollgate.ingress.owner.OwnerClient;
import io.tollgate.ingress.owner.OwnerReply;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Asks the ledger whether a request ran, where Redis cannot know any more: leases end, and are lost with their store. */
@ApplicationScoped
class ChargeLookup {

    private static final int OK = 200;

    private final OwnerClient owners;
    private final Duration timeout;
    private final ObjectMapper mapper = new ObjectMapper();

    ChargeLookup(OwnerClient owners, IngressConfig config) {
        this.owners = owners;
        this.timeout = config.idempotency().timeout();
    }

    /** Whether an attempt of the request is booked. Fails if the ledger does not say. */
    Uni<Boolean> isCharged(String account, String requestId) {
        String target =
                "/internal/requests/" + requestId + "?account=" + URLEncoder.encode(account, StandardCharsets.UTF_8);
        return owners.call(new OwnerCall(Owner.LEDGER, HttpMethod.GET, target, Map.of(), new byte[0], timeout))
                .map(this::read);
    }

    /** Only a plain answer counts: whoever else answers, a proxy or an older ledger, must not let a request run twice. */
    private boolean read(OwnerReply reply) {
        try {
            JsonNode charged =
                    reply.status() == OK ? mapper.readTree(reply.body()).path("charged") : MissingNode.getInstance();
            if (charged.isBoolean()) {
                return charged.booleanValue();
            }
        } catch (IOException unreadable) {
            // told below
        }
        throw new IllegalStateException("the ledger answered the look-up of a charge with " + reply.status());
    }
}
