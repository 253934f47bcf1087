package io.tollgate.ingress.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ingress.stack.Api.Answer;
import io.tollgate.ingress.stack.Chats;
import io.tollgate.ingress.stack.IngressTest;
import io.tollgate.ingress.stack.ShortTimes;
import io.tollgate.ingress.stack.TestWorker.Taken;
import io.tollgate.livestate.CreditHolds.AccountState;
import io.tollgate.testkit.TestInfrastructure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Credit set aside for requests: exactly as many run as it covers, and none while nobody knows what it is. */
@QuarkusTest
@TestProfile(ShortTimes.class)
class HoldsIT extends IngressTest {

    private static final int AT_ONCE = 3;
    private static final int CALLS = 40;

    @Test
    void shouldRunExactlyAsManyAtOnceAsCreditCovers() {
        // Given credit for three requests and nearly a fourth
        NanoUsd hold = holdOfOne();
        NanoUsd credit = NanoUsd.of(hold.value() * (AT_ONCE + 1) - 1);
        stack().ledger().grant(account(), credit.toString());
        // When many come at once
        List<CompletableFuture<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(api().chatLater(secret(), Chats.whole()));
        }
        List<Taken> accepted = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            accepted.add(stack().worker().take());
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> calls.stream().filter(CompletableFuture::isDone).count() == CALLS - AT_ONCE);
        // Then those beyond it are told why, and that it may pass
        calls.stream()
                .filter(CompletableFuture::isDone)
                .map(CompletableFuture::join)
                .forEach(refused -> {
                    assertThat(refused.status()).isEqualTo(402);
                    assertThat(refused.json().at("/error/metadata/limit_source").asText())
                            .isEqualTo("in_flight_budget");
                    assertThat(refused.json().at("/error/metadata/required").asText())
                            .isEqualTo(hold.toString());
                    assertThat(NanoUsd.parse(refused.json()
                                    .at("/error/metadata/available")
                                    .asText()))
                            .isLessThan(hold);
                    assertThat(refused.header("retry-after")).isNotEmpty();
                });
        accepted.forEach(this::fail);
        assertThat(calls.stream().map(CompletableFuture::join).filter(answer -> answer.status() == 502))
                .hasSize(AT_ONCE);
        assertThat(stack().worker().count(account())).isEqualTo(AT_ONCE + 1L);
    }

    @Test
    void shouldServeNobodyWhileCreditIsUnknownAndGoOnByItself() {
        // Given
        redis(connection -> connection.sync().del("epoch"));
        // When
        Answer refused = api().chatLater(secret(), Chats.whole()).join();
        // Then
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("retry-after")).isNotEmpty();
        // and when the ledger has written it again
        AccountState state = new AccountState(account(), NanoUsd.parse("10"), 1, List.of(), List.of());
        credit().rebuild(System.currentTimeMillis(), List.of(state)).await().atMost(PATIENCE);
        holdOfOne();
    }

    @Test
    void shouldConfirmWhatWasAccepted() {
        CompletableFuture<Answer> call = api().chatLater(secret(), Chats.whole());
        Taken request = stack().worker().take();
        String member = account() + "/" + request.event().requestId();
        Instant deadline = request.event().deadline();
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() ->
                        redis(connection -> connection.sync().zscore("unclosed", member)) > deadline.toEpochMilli());
        fail(request);
        assertThat(call.join().status()).isEqualTo(502);
    }

    /** Lets one request run, and returns what was held for it. */
    private NanoUsd holdOfOne() {
        CompletableFuture<Answer> call = api().chatLater(secret(), Chats.whole());
        Taken request = stack().worker().take();
        fail(request);
        assertThat(call.join().status()).isEqualTo(502);
        credit().voidIfUnclaimed(account(), request.event().requestId()).await().atMost(PATIENCE);
        return request.event().hold().amount();
    }

    private void fail(Taken request) {
        stack().worker().fail(request.event().requestId(), 0, 502, "provider_unavailable");
    }

    private static <T> T redis(Function<StatefulRedisConnection<String, String>, T> work) {
        RedisClient client = RedisClient.create(TestInfrastructure.shared().creditRedis());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return work.apply(connection);
        } finally {
            client.shutdown();
        }
    }
}
