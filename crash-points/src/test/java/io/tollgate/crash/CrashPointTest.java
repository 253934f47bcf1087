package io.tollgate.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CrashPointTest {

    private static final String[] WALK = {"worker.after-claim", "worker.mid-stream", "worker.mid-stream"};

    private record Walk(int status, List<String> out) {}

    @Test
    @Timeout(60)
    void shouldHaltAtTheNamedPlaceWithoutAnyFarewell() throws Exception {
        Walk walk = walk("worker.mid-stream");

        assertThat(walk.status()).isEqualTo(137);
        assertThat(walk.out())
                .containsExactly("worker.after-claim", "worker.mid-stream", "halting at crash point worker.mid-stream");
    }

    @Test
    @Timeout(60)
    void shouldHaltAtTheNamedPass() throws Exception {
        Walk walk = walk("worker.mid-stream:2");

        assertThat(walk.status()).isEqualTo(137);
        assertThat(walk.out())
                .containsExactly(
                        "worker.after-claim",
                        "worker.mid-stream",
                        "worker.mid-stream",
                        "halting at crash point worker.mid-stream");
    }

    @Test
    @Timeout(60)
    void shouldGoOnIfItsPlaceOrPassIsNeverReached() throws Exception {
        assertThat(walk("worker.mid-stream:3").out()).endsWith("end", "hook");
        assertThat(walk("ledger.outbox-sent").status()).isZero();
    }

    @Test
    @Timeout(60)
    void shouldRefuseToWaitForAPlaceThatDoesNotExist() throws Exception {
        Walk walk = walk("worker.after-clam");

        assertThat(walk.status()).isNotIn(0, 137);
        assertThat(String.join("\n", walk.out())).contains("there is no crash point 'worker.after-clam'");
    }

    @Test
    void shouldRefusePassesThatNeverCome() {
        assertThatThrownBy(() -> Trap.parse("worker.mid-stream:0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Trap.parse("worker.mid-stream:x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldDoNothingWithoutTheProperty() {
        Arrays.stream(CrashPoint.values()).forEach(CrashPoint::reached);
    }

    @Test
    void shouldNameEachPlaceOnceAfterItsService() {
        assertThat(Arrays.stream(CrashPoint.values()).map(CrashPoint::pointName))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("(ingress|router|worker|metering|ledger)\\.[a-z-]+"));
    }

    private static Walk walk(String crashAt) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-D" + CrashPoint.PROPERTY + "=" + crashAt,
                "-cp",
                System.getProperty("java.class.path"),
                Walker.class.getName()));
        command.addAll(List.of(WALK));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Walk(process.exitValue(), out.lines().toList());
    }
}
