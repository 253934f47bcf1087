package io.tollgate.ingress.stack;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.tollgate.testkit.InfrastructureResource;
import java.util.List;
import java.util.Map;

/** Real infrastructure, but every event waits longer before it is sent than acceptance waits for its acknowledgement. */
public final class SlowBus implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "mp.messaging.outgoing.events.linger.ms", "2000",
                "tollgate.ingress.admission.publish-timeout", "1S",
                "tollgate.ingress.admission.bus-silence", "10S",
                "quarkus.shutdown.timeout", "1S");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(
                new TestResourceEntry(InfrastructureResource.class, Map.of("role", "ingress")),
                new TestResourceEntry(OwnersResource.class));
    }
}
