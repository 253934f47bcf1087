package io.tollgate.metering.access;

import io.tollgate.metering.MeteringConfig;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Lets only other services of this installation in: they show the internal secret. Callers reach this service through ingress. */
public class InternalCallsFilter {

    private static final String SECRET_HEADER = "X-Tollgate-Internal";

    private final byte[] secret;

    @Inject
    InternalCallsFilter(MeteringConfig config) {
        this.secret = config.internalSecret().getBytes(StandardCharsets.UTF_8);
    }

    /** Refuses a call without the right secret. */
    @ServerRequestFilter(preMatching = true)
    public @Nullable Response check(ContainerRequestContext request) {
        String shown = request.getHeaderString(SECRET_HEADER);
        if (shown != null && MessageDigest.isEqual(secret, shown.getBytes(StandardCharsets.UTF_8))) {
            return null;
        }
        return Refusals.error(403, "permission_denied", "only for services of this installation", null);
    }
}
