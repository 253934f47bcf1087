package io.tollgate.workers.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallSlotsTest {

    private final AtomicLong clock = new AtomicLong();
    private final List<String> told = new ArrayList<>();
    private final CallSlots slots = new CallSlots(1, 2, 100, clock::get);

    @Test
    void shouldGrantThenQueueThenRefuse() {
        // When
        List<CallSlots.Answer> answers = List.of(
                slots.request(waiter("a")),
                slots.request(waiter("b")),
                slots.request(waiter("c")),
                slots.request(waiter("d")));

        // Then
        assertThat(answers)
                .containsExactly(
                        CallSlots.Answer.GRANTED,
                        CallSlots.Answer.QUEUED,
                        CallSlots.Answer.QUEUED,
                        CallSlots.Answer.FULL);
        assertThat(slots.running()).isEqualTo(1);
        assertThat(slots.waiting()).isEqualTo(2);
    }

    @Test
    void shouldGiveAFreeSlotToTheFirstInLine() {
        // Given
        slots.request(waiter("a"));
        slots.request(waiter("b"));
        slots.request(waiter("c"));

        // When
        slots.release();

        // Then
        assertThat(told).containsExactly("b granted");
        assertThat(slots.running()).isEqualTo(1);
    }

    @Test
    void shouldTellThoseWhoWaitedTooLong() {
        // Given
        slots.request(waiter("a"));
        slots.request(waiter("b"));
        clock.set(60);
        slots.request(waiter("c"));

        // When
        clock.set(120);
        slots.expire();

        // Then
        assertThat(told).containsExactly("b late");
        assertThat(slots.waiting()).isEqualTo(1);
    }

    @Test
    void shouldFreeItsSlotsWhenNobodyWaits() {
        slots.request(waiter("a"));

        slots.release();

        assertThat(slots.running()).isZero();
        assertThat(slots.request(waiter("b"))).isEqualTo(CallSlots.Answer.GRANTED);
    }

    @Test
    void shouldRefuseAPoolWithoutSlots() {
        assertThatThrownBy(() -> new CallSlots(0, 1, 1, clock::get)).isInstanceOf(IllegalArgumentException.class);
    }

    private CallSlots.Waiter waiter(String name) {
        return new CallSlots.Waiter() {
            @Override
            public void granted() {
                told.add(name + " granted");
            }

            @Override
            public void timedOut() {
                told.add(name + " late");
            }
        };
    }
}
