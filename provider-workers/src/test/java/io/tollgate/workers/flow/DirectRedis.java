package io.tollgate.workers.flow;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.CreditRedis;
import io.tollgate.livestate.Frames;
import io.tollgate.livestate.FramesRedis;
import io.tollgate.livestate.Leases;
import io.tollgate.livestate.RedisConnections;
import io.tollgate.testkit.TestInfrastructure;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Both Redis past the workers' connections: for what somebody else does there, and for losing what they hold. */
final class DirectRedis implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final URI CREDIT = URI.create(TestInfrastructure.shared().creditRedis());
    private static final URI FRAMES = URI.create(TestInfrastructure.shared().framesRedis());

    private final ClientResources resources = ClientResources.create();
    private final RedisClient client = RedisConnections.client(resources, TIMEOUT, 1_000);
    private final CreditRedis creditRedis =
            RedisConnections.credit(client, CREDIT, TIMEOUT, Duration.ofSeconds(3), Duration.ofMinutes(1));
    private final FramesRedis framesRedis =
            RedisConnections.frames(client, FRAMES, TIMEOUT, 8L << 20, Duration.ofMinutes(15));

    final CreditHolds credit = new CreditHolds(creditRedis);
    final Leases leases = new Leases(creditRedis);
    final Frames frames = new Frames(framesRedis);

    void loseCredit() {
        flush(CREDIT);
    }

    void loseFrames() {
        flush(FRAMES);
    }

    /** The instance that all readers of a reply sit at died, longer ago than a heartbeat may take. */
    void loseReaders(String requestId) {
        try (var connection = client.connect(RedisURI.create(FRAMES))) {
            connection.sync().del("reply:" + requestId + ":readers");
        }
    }

    private void flush(URI uri) {
        try (var connection = client.connect(RedisURI.create(uri))) {
            connection.sync().flushall();
        }
    }

    @Override
    public void close() {
        creditRedis.close();
        framesRedis.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
}
