package io.tollgate.localstack.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StackOptionsTest {

    @Test
    void shouldInheritSettingsOfServicesButNotItsOwnOrSecrets() {
        assertThat(StackOptions.inherited(Map.of(
                        "QUARKUS_OTEL_SDK_DISABLED", "false",
                        "TOLLGATE_ROUTER_SIMULATE", "always",
                        "TOLLGATE_OPERATOR_KEY", "secret",
                        "TOLLGATE_URL", "http://127.0.0.1",
                        "TOLLGATE_PORT_INGRESS", "8081",
                        "OPENAI_API_KEY", "secret",
                        "SHELL", "/bin/sh")))
                .containsOnlyKeys("QUARKUS_OTEL_SDK_DISABLED", "TOLLGATE_ROUTER_SIMULATE");
    }
}
