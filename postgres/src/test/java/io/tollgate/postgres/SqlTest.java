package io.tollgate.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlTest {

    @Test
    void shouldLeaveOutWhatPostgresCannotHoldAndNothingElse() {
        assertThat(Sql.json(Map.of("a", "x\u0000y"))).isEqualTo("{\"a\":\"xy\"}");
        assertThat(Sql.json(Map.of("a", "\\u0000"))).isEqualTo("{\"a\":\"\\\\u0000\"}");
        assertThat(Sql.json(Map.of("a", "\\\u0000"))).isEqualTo("{\"a\":\"\\\\\"}");
        assertThat(Sql.json(Map.of("a", "\u0000\u0000"))).isEqualTo("{\"a\":\"\"}");
    }

    @Test
    void shouldSayWhatItCouldNotRead() {
        assertThat(Sql.read(Integer.class, "7")).isEqualTo(7);
        assertThatThrownBy(() -> Sql.read(Integer.class, "\"x\""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Integer");
    }
}
