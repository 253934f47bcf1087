package io.tollgate.simulator.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallLogTest {

    @TempDir
    Path folder;

    @Test
    void shouldKeepEveryCallInOrderAcrossRestarts() throws Exception {
        Path file = folder.resolve("deep/calls.jsonl");
        try (CallLog log = new CallLog(file, 10_000)) {
            for (int i = 0; i < 2_500; i++) {
                log.add(call("attempt-" + i, "ok"));
            }
            log.settle();
            assertThat(log.after(2_400, call -> true, 1_000)).hasSize(100);
        }
        Files.writeString(file, "{\"half\":", StandardOpenOption.APPEND);

        try (CallLog log = new CallLog(file, 10)) {
            log.add(call("late", "client_closed"));
            log.settle();

            assertThat(log.summary(0).calls()).isEqualTo(2_501);
            assertThat(log.summary(0).lost()).isZero();
            assertThat(log.summary(0).tokensWritten()).isEqualTo(2_501 * 7);
            assertThat(log.summary(0).byEnd()).containsEntry("ok", 2_500L).containsEntry("client_closed", 1L);
            assertThat(log.after(0, call -> "late".equals(call.attempt()), 10))
                    .singleElement()
                    .satisfies(call -> assertThat(call.seq()).isEqualTo(2_501));
            assertThat(log.after(1_234, call -> true, 3))
                    .extracting(CallRecord::attempt)
                    .containsExactly("attempt-1234", "attempt-1235", "attempt-1236");
        }
        assertThat(Files.readAllLines(file)).hasSize(2_501);
    }

    private static CallRecord call(String attempt, String ended) {
        return new CallRecord(
                0,
                "id",
                attempt,
                "2026-11-22T00:00:00Z",
                "openai-chat",
                "p",
                "m",
                true,
                3,
                0,
                0,
                7,
                0,
                7,
                100,
                0,
                200,
                ended,
                5);
    }
}
