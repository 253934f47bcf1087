package io.tollgate.ingress.reply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventPositionTest {

    @Test
    void shouldCoverEverythingUpToAnEvent() {
        EventPosition position = EventPosition.parse("3-1").orElseThrow();
        assertThat(position.covers(2, 99)).isTrue();
        assertThat(position.covers(3, 0)).isTrue();
        assertThat(position.covers(3, 1)).isTrue();
        assertThat(position.covers(3, 2)).isFalse();
        assertThat(position.covers(4, 0)).isFalse();
    }

    @Test
    void shouldCoverAllEventsOfAFrame() {
        EventPosition position = EventPosition.parse("3").orElseThrow();
        assertThat(position.covers(3, 999_999)).isTrue();
        assertThat(position.covers(4, 0)).isFalse();
    }

    @Test
    void shouldCoverNothingAtTheStart() {
        assertThat(EventPosition.START.covers(0, 0)).isFalse();
    }

    @Test
    void shouldReadTheIdsThatItMakes() {
        assertThat(EventPosition.parse(EventPosition.id(12, 3))).contains(new EventPosition(12, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                "-1",
                "1-",
                "-1-1",
                "1--1",
                "1-1-1",
                "1.0",
                "x",
                "\u0661",
                "1-1234567",
                "1234567890123456"
            })
    void shouldRefuseWhatIsNoPosition(String text) {
        assertThat(EventPosition.parse(text)).isEmpty();
    }
}
