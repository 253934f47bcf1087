package io.tollgate.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chaos.fault.FaultTable;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.TrialResult;
import io.tollgate.chaos.trial.TrialRunner;
import io.tollgate.localstack.process.Layout;
import io.tollgate.testkit.TestInfrastructure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The quick selection of the fault table, one after the other on one stack; {@code tollgate chaos} tries the others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChaosIT {

    private static final long SEED = Long.getLong("tollgate.seed", new Random().nextInt(1_000_000));

    private Stage stage;
    private TrialRunner runner;

    @BeforeAll
    void startTheStage() throws Exception {
        System.out.println("chaos seed " + SEED);
        Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
        stage = Stage.start(
                new Layout(TestInfrastructure.root(), Files.createTempDirectory(target, "chaos-")), step -> {});
        runner = new TrialRunner(stage, SEED, true);
    }

    @AfterAll
    void stopTheStage() {
        stage.close();
    }

    static Stream<Named<Fault>> shouldKeepTheBooksExact() {
        return FaultTable.all().stream()
                .filter(Fault::fast)
                .map(fault -> Named.of(fault.id() + " " + fault.title(), fault));
    }

    @ParameterizedTest
    @MethodSource
    void shouldKeepTheBooksExact(Fault fault) {
        TrialResult result = runner.run(fault);
        System.out.println(result.line());
        assertThat(result.broken()).as(result.line()).isEmpty();
        assertThat(result.evidence()).as("evidence that the fault struck").isNotEmpty();
    }
}
