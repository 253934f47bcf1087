package io.tollgate.ingress.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.contracts.request.Labels;
import io.tollgate.dialects.openai.InvalidRequestException;
import io.vertx.core.MultiMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionHeaderTest {

    private static final Map<String, String> METADATA = Map.of("ticket", "42");

    @Test
    void shouldNameTheConversationThatTheBodyDoesNotName() {
        assertThat(SessionHeader.labels(named("s-1"), null)).isEqualTo(new Labels("s-1", null));
        assertThat(SessionHeader.labels(named("s-1"), new Labels(null, METADATA)))
                .isEqualTo(new Labels("s-1", METADATA));
    }

    @Test
    void shouldLeaveTheBodyTheLastWord() {
        Labels ofBody = new Labels("s-2", METADATA);
        assertThat(SessionHeader.labels(named("s-1"), ofBody)).isEqualTo(ofBody);
        assertThat(SessionHeader.labels(MultiMap.caseInsensitiveMultiMap(), ofBody))
                .isEqualTo(ofBody);
        assertThat(SessionHeader.labels(MultiMap.caseInsensitiveMultiMap(), null))
                .isNull();
    }

    @Test
    void shouldRefuseANameThatIsTooLong() {
        assertThatThrownBy(() -> SessionHeader.labels(named("s".repeat(257)), null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("x-session-id");
    }

    private static MultiMap named(String session) {
        return MultiMap.caseInsensitiveMultiMap().add("X-Session-Id", session);
    }
}
