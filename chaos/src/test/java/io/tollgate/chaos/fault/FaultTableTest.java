package io.tollgate.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chaos.trial.Fault;
import io.tollgate.crash.CrashPoint;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultTableTest {

    @Test
    void shouldNameEachFaultOnce() {
        assertThat(FaultTable.all()).extracting(Fault::id).doesNotHaveDuplicates();
        assertThat(FaultTable.all()).extracting(Fault::title).doesNotHaveDuplicates();
    }

    @Test
    void shouldPassEveryCrashPoint() {
        Set<CrashPoint> used = FaultTable.all().stream()
                .flatMap(fault -> switch (fault) {
                    case ServiceDeath death -> Stream.of(death.point());
                    case OrphanedHold orphan -> Stream.of(orphan.point());
                    case ResumeElsewhere resume -> Stream.of(CrashPoint.INGRESS_MID_STREAM);
                    default -> Stream.<CrashPoint>empty();
                })
                .collect(Collectors.toSet());
        assertThat(used).contains(CrashPoint.values());
    }

    @Test
    void shouldSpeakOfEveryRow() {
        Set<Integer> rows = FaultTable.all().stream()
                .map(Fault::id)
                .filter(id -> id.startsWith("F"))
                .map(id -> Integer.parseInt(id.replaceAll("\\D", "")))
                .collect(Collectors.toSet());
        for (int row = 1; row <= 41; row++) {
            assertThat(rows).contains(row);
        }
    }

    /** The build tries the quick selection on any machine. */
    @Test
    void shouldShowTheQuickSelectionEverywhere() {
        assertThat(FaultTable.all()).filteredOn(Fault::fast).isNotEmpty().noneMatch(FullDisk.class::isInstance);
    }
}
