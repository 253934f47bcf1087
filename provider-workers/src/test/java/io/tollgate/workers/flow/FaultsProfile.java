package io.tollgate.workers.flow;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.tollgate.testkit.InfrastructureResource;
import java.util.List;
import java.util.Map;

/** Every Redis behind a proxy, and short times. */
public final class FaultsProfile implements QuarkusTestProfile {

    static final String LEASE = "3s";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "tollgate.redis.lease-ttl", LEASE,
                "tollgate.redis.unconfirmed", "2s",
                "tollgate.redis.command-timeout", "1s",
                "tollgate.workers.recovery.renew-every", "500ms",
                "tollgate.workers.recovery.check-every", "300ms",
                "tollgate.workers.orphans.check-every", "300ms",
                "tollgate.workers.budget.give-up-after", "5s",
                "tollgate.workers.frames.give-up-after", "4s");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(
                new TestResourceEntry(InfrastructureResource.class, Map.of("role", "workers")),
                new TestResourceEntry(ProxiedRedis.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }
}
