package io.tollgate.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrefixCacheTest {

    private static final Ask.Segment SYSTEM = new Ask.Segment("system", 1500, true);
    private static final Ask.Segment FIRST = new Ask.Segment("first", 20, false);
    private static final Ask.Segment SECOND = new Ask.Segment("second", 30, false);

    @Test
    void shouldWriteThenReadAMarkedPrefix() {
        PrefixCache cache = new PrefixCache(10);

        assertThat(cache.marked("a", List.of(SYSTEM, FIRST))).isEqualTo(new PrefixCache.Hit(0, 1500));
        assertThat(cache.marked("a", List.of(SYSTEM, SECOND))).isEqualTo(new PrefixCache.Hit(1500, 0));
        assertThat(cache.marked("b", List.of(SYSTEM, SECOND))).isEqualTo(new PrefixCache.Hit(0, 1500));
    }

    @Test
    void shouldReadALongRepeatedPrefixInSteps() {
        PrefixCache cache = new PrefixCache(10);

        assertThat(cache.automatic("a", List.of(SYSTEM, FIRST), 128)).isEqualTo(new PrefixCache.Hit(0, 0));
        assertThat(cache.automatic("a", List.of(SYSTEM, SECOND), 128)).isEqualTo(new PrefixCache.Hit(1408, 0));
        assertThat(cache.automatic("a", List.of(FIRST), 128)).isEqualTo(new PrefixCache.Hit(0, 0));
    }

    @Test
    void shouldForgetTheOldest() {
        PrefixCache cache = new PrefixCache(1);
        cache.marked("a", List.of(SYSTEM));
        cache.marked("b", List.of(SYSTEM));

        assertThat(cache.marked("a", List.of(SYSTEM)).read()).isZero();
    }
}
