package io.tollgate.ingress.stack;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.tollgate.testkit.InfrastructureResource;
import java.util.List;
import java.util.Map;

/** Real infrastructure, and times short enough to wait for. */
public final class ShortTimes implements QuarkusTestProfile {

    /** Inference requests at the same time. */
    public static final int MAX_IN_FLIGHT = 80;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("tollgate.ingress.reply.first-frame", "0.6S"),
                Map.entry("tollgate.ingress.reply.keep-alive", "0.3S"),
                Map.entry("tollgate.ingress.reply.cancel-grace", "0.5S"),
                Map.entry("tollgate.ingress.reply.stall", "1S"),
                Map.entry("tollgate.ingress.auth.heartbeat-limit", "4S"),
                Map.entry("tollgate.ingress.http.body-stall", "1S"),
                Map.entry("tollgate.ingress.http.max-in-flight", "" + MAX_IN_FLIGHT),
                Map.entry("tollgate.ingress.idempotency.timeout", "1S"),
                Map.entry("quarkus.shutdown.timeout", "1S"));
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(
                new TestResourceEntry(InfrastructureResource.class, Map.of("role", "ingress")),
                new TestResourceEntry(OwnersResource.class));
    }
}
