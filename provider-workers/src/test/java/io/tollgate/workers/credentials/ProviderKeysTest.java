package io.tollgate.workers.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProviderKeysTest {

    private final ProviderKeys keys = new ProviderKeys(Map.of("GROQ_API_KEY", " gsk-1\n", "EMPTY", " "));

    @Test
    void shouldReadKeysFromTheEnvironmentOnly() {
        assertThat(keys.key("env:GROQ_API_KEY")).contains("gsk-1");
        assertThat(keys.key("env:MISSING")).isEmpty();
        assertThat(keys.key("env:EMPTY")).isEmpty();
        assertThat(keys.key("sk-a-key-itself")).isEmpty();
    }

    @Test
    void shouldNeedNoSecretForProvidersWithoutKeys() {
        assertThat(keys.key("none")).contains("none");
    }

    @Test
    void shouldKnowTheSimulatorsKey() {
        assertThat(keys.key("simulator")).contains("simulator");
    }
}
