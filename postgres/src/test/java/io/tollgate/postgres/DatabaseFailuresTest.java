package io.tollgate.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFailuresTest {

    @ParameterizedTest
    @ValueSource(strings = {"22003", "22021", "23505", "54000"})
    void shouldBlameTheContentsForWhatTheDatabaseWillRefuseAgain(String state) {
        assertThat(DatabaseFailures.isOfTheContents(wrapped(new SQLException("no", state))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "40001", "40P01", "53300", "55P03", "57014", "57P01"})
    void shouldNotBlameTheContentsForADatabaseThatIsAwayOrBusy(String state) {
        assertThat(DatabaseFailures.isOfTheContents(wrapped(new SQLException("not now", state))))
                .isFalse();
    }

    @Test
    void shouldBlameValuesThatCannotBeComputedWith() {
        assertThat(DatabaseFailures.isOfTheContents(wrapped(new ArithmeticException("long overflow"))))
                .isTrue();
        assertThat(DatabaseFailures.isOfTheContents(new DateTimeException("no such day")))
                .isTrue();
        assertThat(DatabaseFailures.isRefusal(new ArithmeticException("long overflow")))
                .isFalse();
    }

    @Test
    void shouldNotBlameTheContentsForABrokenConnectionOrAFaultOfOurOwn() {
        assertThat(DatabaseFailures.isOfTheContents(wrapped(new IOException("connection reset"))))
                .isFalse();
        assertThat(DatabaseFailures.isOfTheContents(new IllegalStateException("the pool is closed")))
                .isFalse();
    }

    private static Throwable wrapped(Throwable cause) {
        return new CompletionException(new RuntimeException("session", cause));
    }
}
