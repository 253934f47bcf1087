package io.tollgate.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chaos.fault.FaultTable;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.TrialResult;
import io.tollgate.chaos.trial.TrialRunner;
import io.tollgate.e2e.SystemUnderTest;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The quick selection of the fault table and the restart of each service, one after the other; {@code tollgate chaos} tries the others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChaosIT {

    private static final long SEED = Long.getLong("tollgate.seed", new Random().nextInt(1_000_000));

    private static final String RESTART = "F40b";

    private final TrialRunner runner = new TrialRunner(SystemUnderTest.running(), SEED, true);

    static Stream<Named<Fault>> shouldKeepTheBooksExact() {
        System.out.println("chaos seed " + SEED);
        return FaultTable.all().stream()
                .filter(fault -> fault.fast() || fault.id().equals(RESTART))
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
