package io.tollgate.workers.flow;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Short times, so that tests see limits reached. */
public final class WorkersProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "tollgate.redis.lease-ttl", "2s",
                "tollgate.workers.recovery.renew-every", "500ms",
                "tollgate.workers.recovery.check-every", "300ms",
                "tollgate.workers.readers.check-every", "200ms",
                "tollgate.workers.timeouts.first-token", "3s",
                "tollgate.workers.pools.groq.concurrency", "1",
                "tollgate.workers.pools.groq.queue", "1",
                "tollgate.workers.pools.groq.max-wait", "20s");
    }
}
