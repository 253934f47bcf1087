package io.tollgate.ingress.stack;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.tollgate.testkit.InfrastructureResource;
import java.util.List;
import java.util.Map;

/** Real infrastructure, and times short enough to wait for. */
public final class ShortTimes implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "tollgate.ingress.reply.first-frame", "0.6S",
                "tollgate.ingress.reply.keep-alive", "0.3S",
                "tollgate.ingress.auth.heartbeat-limit", "4S",
                "tollgate.ingress.http.body-stall", "1S",
                "quarkus.shutdown.timeout", "1S");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(
                new TestResourceEntry(InfrastructureResource.class, Map.of("role", "ingress")),
                new TestResourceEntry(OwnersResource.class));
    }
}
