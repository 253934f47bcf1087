package io.tollgate.workers.flow;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tollgate.localstack.infrastructure.Infrastructure;
import io.tollgate.testkit.NetworkProxy;
import io.tollgate.testkit.TestInfrastructure;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts a proxy between the workers and each Redis. Comes after the infrastructure, whose addresses it replaces. */
public final class ProxiedRedis implements QuarkusTestResourceLifecycleManager {

    private static @Nullable NetworkProxy credit;
    private static @Nullable NetworkProxy frames;

    /** The proxy in front of balances, holds and leases. */
    static NetworkProxy credit() {
        return Objects.requireNonNull(credit);
    }

    /** The proxy in front of replies. */
    static NetworkProxy frames() {
        return Objects.requireNonNull(frames);
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public Map<String, String> start() {
        Infrastructure infrastructure = TestInfrastructure.shared();
        credit = NetworkProxy.to(URI.create(infrastructure.creditRedis()));
        frames = NetworkProxy.to(URI.create(infrastructure.framesRedis()));
        return Map.of(
                "tollgate.redis.credit-uri", "redis://" + credit().address(),
                "tollgate.redis.frames-uri", "redis://" + frames().address());
    }

    @Override
    public void stop() {
        credit().close();
        frames().close();
    }
}
