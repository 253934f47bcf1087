package io.tollgate.ingress.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BusWatchTest {

    private static final int LOOKS = 3;

    private final Vertx vertx = Vertx.vertx();
    private long clock;
    private final BusWatch bus = new BusWatch(LOOKS, vertx);

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void shouldRefuseEverybodyAtOnceWhenKafkaFallsSilent() {
        CompletableFuture<Void> first = new CompletableFuture<>();
        UniAssertSubscriber<Void> old = publish(first);
        look(LOOKS - 1);
        UniAssertSubscriber<Void> recent = publish(new CompletableFuture<>());
        assertThat(bus.isSilent()).isFalse();

        look(1);

        old.assertFailedWith(SilentBusException.class);
        recent.assertFailedWith(SilentBusException.class);
    }

    @Test
    void shouldLetOneRequestThroughToFindOut() {
        publish(new CompletableFuture<>());
        look(LOOKS);
        assertThat(bus.isSilent()).isFalse();

        UniAssertSubscriber<Void> scout = publish(new CompletableFuture<>());

        assertThat(bus.isSilent()).isTrue();
        look(LOOKS);
        scout.assertFailedWith(SilentBusException.class);
        assertThat(bus.isSilent()).isFalse();
    }

    @Test
    void shouldServeAgainWhenKafkaAcknowledgesWhateverItWas() {
        CompletableFuture<Void> lost = new CompletableFuture<>();
        publish(lost);
        look(LOOKS);
        publish(new CompletableFuture<>());

        lost.complete(null);

        assertThat(bus.isSilent()).isFalse();
    }

    @Test
    void shouldServeAgainWhenTheClosingOfARefusedRequestIsAcknowledged() {
        publish(new CompletableFuture<>());
        look(LOOKS);
        publish(new CompletableFuture<>());
        assertThat(bus.isSilent()).isTrue();

        bus.acknowledged();

        assertThat(bus.isSilent()).isFalse();
    }

    @Test
    void shouldWaitForASlowBusThatStillAcknowledges() {
        UniAssertSubscriber<Void> slow = publish(new CompletableFuture<>());
        for (int i = 0; i < LOOKS; i++) {
            look(LOOKS - 1);
            publish(CompletableFuture.completedFuture(null)).assertCompleted();
        }
        look(1);
        slow.assertNotTerminated();
    }

    @Test
    void shouldTakeNothingToPublishForNoSilence() {
        look(2 * LOOKS);
        publish(new CompletableFuture<>()).assertNotTerminated();
        look(1);
        assertThat(bus.isSilent()).isFalse();
    }

    private UniAssertSubscriber<Void> publish(CompletableFuture<Void> acknowledged) {
        return bus.watch(Uni.createFrom().completionStage(acknowledged))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void shouldNotBlameKafkaForItsOwnStandstill() {
        UniAssertSubscriber<Void> waiting = publish(new CompletableFuture<>());
        for (int i = 0; i < 2 * LOOKS; i++) {
            clock += Duration.ofMillis(400).toNanos();
            bus.look(clock);
        }
        waiting.assertNotTerminated();
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            clock += Duration.ofMillis(100).toNanos();
            bus.look(clock);
        }
    }
}
