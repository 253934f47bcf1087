package io.tollgate.ingress.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.ingress.stack.Api.Answer;
import io.tollgate.ingress.stack.Chats;
import io.tollgate.ingress.stack.IngressTest;
import io.tollgate.ingress.stack.Settings;
import io.tollgate.ingress.stack.SlowBus;
import io.tollgate.livestate.Leases;
import io.tollgate.livestate.RecordPosition;
import io.tollgate.livestate.ReplyReaders;
import io.tollgate.testkit.KafkaTap;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Kafka acknowledges later than the acceptance of a request waits. */
@QuarkusTest
@TestProfile(SlowBus.class)
class WithdrawalIT extends IngressTest {

    @Inject
    Leases leases;

    @Inject
    ReplyReaders readers;

    @Test
    void shouldTakeBackWhatNobodyWorksOn() {
        // given
        CompletableFuture<Answer> answer = api().chatLater(secret(), Chats.whole());
        String id = heldRequest();

        // then
        assertThat(answer.join().status()).isEqualTo(503);
        assertThat(answer.join().header("retry-after")).isNotEmpty();
        assertThat(stack().ledger().holds(account())).isZero();
        try (KafkaTap kafka = new KafkaTap(Settings.kafka())) {
            List<RequestClosed> closed =
                    kafka.await(RequestClosed.class, each -> each.requestId().equals(id), 1);
            assertThat(closed.getFirst().outcome()).isEqualTo(Outcome.REFUSED);
        }
        assertThat(claim(id)).isInstanceOf(Leases.Claimed.HoldGone.class);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> readers.find(id, account(), true)
                        .await()
                        .atMost(PATIENCE)
                        .isEmpty());
    }

    @Test
    void shouldServeWhatAWorkerHasClaimed() {
        // given
        CompletableFuture<Answer> answer = api().chatLater(secret(), Chats.streamed());
        String id = heldRequest();

        // when
        assertThat(claim(id)).isInstanceOf(Leases.Claimed.Granted.class);
        stack().worker().begin(id, "Hello");
        stack().worker().finish(id, 1);

        // then
        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(answer.join().response().body()).contains("Hello").contains("[DONE]");
        assertThat(stack().ledger().holds(account())).isEqualTo(1);
    }

    @Test
    void shouldFreeTheIdempotencyKeyOfWhatItTookBack() {
        for (int i = 0; i < 2; i++) {
            Answer answer = api().send(api().chatRequest(secret(), Chats.whole(), "Idempotency-Key", account()));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.json().at("/error/message").asText()).contains("cannot be accepted");
        }
        assertThat(stack().ledger().holds(account())).isZero();
    }

    private String heldRequest() {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> credit().snapshot(account()).await().atMost(PATIENCE).holds().keySet().stream()
                                .findFirst()
                                .orElse(""),
                        id -> !id.isEmpty());
    }

    private Leases.Claimed claim(String id) {
        return leases.claim(new Leases.Claim(id, account(), 1, "worker", new RecordPosition("t", 0, 0)))
                .await()
                .atMost(PATIENCE);
    }
}
