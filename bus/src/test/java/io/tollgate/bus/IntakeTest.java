package io.tollgate.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private final List<String> done = new ArrayList<>();

    @Test
    void shouldTakeNothingOnceItIsClosed() {
        Intake intake = intake(Duration.ofSeconds(5));
        take(intake, "before");
        intake.close();
        take(intake, "after");

        assertThat(done).containsExactly("before");
    }

    @Test
    void shouldWaitForWhatIsInWork() throws InterruptedException {
        // Given
        Intake intake = intake(Duration.ofSeconds(30));
        CompletableFuture<String> work = new CompletableFuture<>();
        intake.take(() -> Uni.createFrom().completionStage(work)).subscribe().with(done::add);
        Thread closing = Thread.ofVirtual().start(intake::close);
        // When
        assertThat(closing.join(Duration.ofMillis(50))).isFalse();
        work.complete("finished");
        // Then
        assertThat(closing.join(Duration.ofSeconds(20))).isTrue();
        assertThat(done).containsExactly("finished");
    }

    @Test
    void shouldNotWaitForEver() {
        Intake intake = intake(Duration.ofMillis(30));
        intake.take(() -> Uni.createFrom().<String>nothing()).subscribe().with(done::add);
        intake.close();

        assertThat(done).isEmpty();
    }

    @Test
    void shouldCountWorkThatFailsAsFinished() {
        Intake intake = intake(Duration.ofDays(1));
        intake.take(() -> Uni.createFrom().<String>failure(new IllegalStateException("no")))
                .onFailure()
                .recoverWithItem("failed")
                .subscribe()
                .with(done::add);
        intake.close();

        assertThat(done).containsExactly("failed");
    }

    private void take(Intake intake, String what) {
        intake.take(() -> Uni.createFrom().item(what)).subscribe().with(done::add);
    }

    private static Intake intake(Duration finishWithin) {
        return new Intake(BusConfigTest.config(Map.of("tollgate.bus.finish-within", finishWithin.toMillis() + "ms")));
    }
}
