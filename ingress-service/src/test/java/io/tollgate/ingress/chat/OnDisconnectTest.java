package io.tollgate.ingress.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.ingress.http.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnDisconnectTest {

    @Test
    void shouldCancelUnlessAskedToContinue() {
        assertThat(OnDisconnect.of(null)).isEqualTo(OnDisconnect.CANCEL);
        assertThat(OnDisconnect.of("cancel")).isEqualTo(OnDisconnect.CANCEL);
        assertThat(OnDisconnect.of(" Continue ")).isEqualTo(OnDisconnect.CONTINUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "true", "cancel,continue", "continue;"})
    void shouldRefuseWhatIsNoChoice(String value) {
        assertThatThrownBy(() -> OnDisconnect.of(value)).isInstanceOf(ApiException.class);
    }
}
