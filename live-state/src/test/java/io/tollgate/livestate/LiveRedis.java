package io.tollgate.livestate;

import io.lettuce.core.RedisClient;
import io.lettuce.core.resource.ClientResources;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.livestate.CreditHolds.AccountState;
import io.tollgate.testkit.TestInfrastructure;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The shared Redis of the tests, empty but for an epoch, and a new account for each. */
final class LiveRedis implements AutoCloseable {

    /** No test is about it, and a busy machine is slow. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    static final Duration LEASE = Duration.ofSeconds(1);
    static final Duration UNCONFIRMED = Duration.ofMillis(400);
    static final long REPLY_BYTES = 10_000;
    static final RecordPosition POSITION = new RecordPosition("inference.dispatch.v1.groq", 3, 4711);
    static final String KEY = "key-1";

    private final ClientResources resources = ClientResources.create();
    final RedisClient client = RedisConnections.client(resources, TIMEOUT, 20_000);
    final CreditRedis credit = RedisConnections.credit(
            client, URI.create(TestInfrastructure.shared().creditRedis()), TIMEOUT, LEASE, UNCONFIRMED);
    final FramesRedis frames = RedisConnections.frames(
            client,
            URI.create(TestInfrastructure.shared().framesRedis()),
            TIMEOUT,
            REPLY_BYTES,
            Duration.ofMinutes(15));
    final CreditHolds holds = new CreditHolds(credit);
    final Leases leases = new Leases(credit);
    final UnclosedRequests unclosed = new UnclosedRequests(credit);
    final String account = "account-" + UUID.randomUUID();

    /** The account has this credit, and the store an epoch. */
    LiveRedis rich(NanoUsd posted) {
        flush();
        await(holds.rebuild(1, List.of(new AccountState(account, posted, 0, List.of(), List.of()))));
        return this;
    }

    void flush() {
        await(credit.store().call(commands -> commands.flushall()));
    }

    CreditHolds.Place request(String requestId, NanoUsd amount) {
        return request(requestId, amount, "", null, null, null);
    }

    CreditHolds.Place request(
            String requestId,
            NanoUsd amount,
            String window,
            @Nullable NanoUsd limit,
            @Nullable Integer concurrency,
            @Nullable Integer requestsPerMinute) {
        return new CreditHolds.Place(
                requestId,
                account,
                KEY,
                amount,
                Instant.now().plusSeconds(60),
                window,
                limit,
                concurrency,
                requestsPerMinute);
    }

    /** A new request with a hold. */
    String held(NanoUsd amount) {
        String requestId = Ids.newRequestId();
        CreditHolds.Placed placed = await(holds.place(request(requestId, amount)));
        if (!(placed instanceof CreditHolds.Placed.Ok)) {
            throw new AssertionError("not placed: " + placed);
        }
        return requestId;
    }

    Leases.Claimed claim(String requestId, int attempt, String owner) {
        return await(leases.claim(new Leases.Claim(requestId, account, attempt, owner, POSITION)));
    }

    /** Claims an attempt that nobody has; returns the fence. */
    long granted(String requestId, int attempt, String owner) {
        return switch (claim(requestId, attempt, owner)) {
            case Leases.Claimed.Granted granted -> granted.fence();
            case Leases.Claimed other -> throw new AssertionError("not granted: " + other);
        };
    }

    CreditHolds.AccountSnapshot snapshot() {
        return await(holds.snapshot(account));
    }

    /** In how many seconds somebody looks after a request. */
    long lookedAfterInSeconds(String requestId) {
        byte[] member = KeyNames.member(account, requestId).getBytes(StandardCharsets.UTF_8);
        Double score = await(credit.store().call(commands -> commands.zscore(KeyNames.UNCLOSED, member)));
        return Math.round((score - Instant.now().toEpochMilli()) / 1000);
    }

    /** How many requests are listed as unclosed. */
    long unclosedCount() {
        Long count = await(credit.store().call(commands -> commands.zcard(KeyNames.UNCLOSED)));
        return count;
    }

    static NanoUsd usd(String amount) {
        return NanoUsd.parse(amount);
    }

    static <T> T await(Uni<T> result) {
        return result.await().atMost(Duration.ofSeconds(20));
    }

    @Override
    public void close() {
        credit.close();
        frames.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
}
