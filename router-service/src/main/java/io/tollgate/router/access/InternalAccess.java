package io.tollgate.router.access;

import io.tollgate.router.RouterConfig;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Lets in only what ingress passes on for the operator: the internal secret, and the role it established. */
@Provider
public class InternalAccess implements ContainerRequestFilter {

    private static final String SECRET_HEADER = "X-Tollgate-Internal";
    private static final String ROLE_HEADER = "X-Tollgate-Role";
    private static final String OPERATOR = "operator";

    private final Instance<RouterConfig> config;

    /** @param config asked for at each request: filters are made before settings can be read */
    @Inject
    InternalAccess(Instance<RouterConfig> config) {
        this.config = config;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!isSecret(request.getHeaderString(SECRET_HEADER))
                || !OPERATOR.equals(request.getHeaderString(ROLE_HEADER))) {
            request.abortWith(ErrorBody.response(403, "permission_denied", "This path is for the operator.", null));
        }
    }

    private boolean isSecret(@Nullable String shown) {
        return shown != null
                && MessageDigest.isEqual(
                        config.get().internalSecret().getBytes(StandardCharsets.UTF_8),
                        shown.getBytes(StandardCharsets.UTF_8));
    }
}
