package io.tollgate.simulator.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScriptsTest {

    private final Scripts scripts = new Scripts(42);

    @Test
    void shouldLetTheNarrowerScopeWin() {
        scripts.put(Scripts.Scope.DEFAULT, "", new Script(10L, 5, 7, null, null, null));
        scripts.put(Scripts.Scope.PROVIDER, "p", new Script(null, 6, null, null, null, null));
        scripts.put(Scripts.Scope.MODEL, "m", new Script(null, null, null, "hi", null, null));

        assertThat(scripts.of("p", "m")).isEqualTo(new Script(10L, 6, 7, "hi", null, null));
        assertThat(scripts.of("q", "n")).isEqualTo(new Script(10L, 5, 7, null, null, null));
    }

    @Test
    void shouldStrikeTheNextCallsOnly() {
        scripts.put(Scripts.Scope.DEFAULT, "", faults(new Fault(FaultKind.CUT, null, 2, null, null, null, null, null)));

        assertThat(scripts.strike("p", "m", "x")).isPresent();
        assertThat(scripts.strike("p", "n", "y")).isPresent();
        assertThat(scripts.strike("p", "m", "x")).isEmpty();
    }

    @Test
    void shouldDrawTheSameSequenceFromTheSameSeed() {
        Fault rare = new Fault(FaultKind.CUT, 0.3, null, null, null, null, null, null);
        scripts.put(Scripts.Scope.MODEL, "m", faults(rare));
        Scripts again = new Scripts(42);
        again.put(Scripts.Scope.MODEL, "m", faults(rare));

        List<Boolean> first = draws(scripts);

        assertThat(draws(again)).isEqualTo(first);
        assertThat(first.stream().filter(struck -> struck).count()).isBetween(200L, 400L);
    }

    @Test
    void shouldRefuseNonsense() {
        Fault impossible = new Fault(FaultKind.CUT, 1.5, null, null, null, null, null, null);

        assertThatThrownBy(() -> scripts.put(Scripts.Scope.DEFAULT, "", faults(impossible)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Boolean> draws(Scripts scripts) {
        return IntStream.range(0, 1000)
                .mapToObj(i -> scripts.strike("p", "m", "" + i % 10).isPresent())
                .toList();
    }

    private static Script faults(Fault... faults) {
        return new Script(null, null, null, null, null, List.of(faults));
    }
}
