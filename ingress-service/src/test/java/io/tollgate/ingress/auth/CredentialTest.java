package io.tollgate.ingress.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialTest {

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "bearer abc", "BEARER  abc "})
    void shouldFindABearerToken(String authorization) {
        assertThat(Credential.of(headers("Authorization", authorization))).contains("abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic abc", "Bearer", "Bearer ", "Bearerabc", "abc"})
    void shouldFindNothingInAnyOtherAuthorization(String authorization) {
        MultiMap headers = headers("Authorization", authorization).add("x-api-key", "other");
        assertThat(Credential.of(headers)).isEmpty();
    }

    @Test
    void shouldFindTheKeyOfAnthropicsClients() {
        assertThat(Credential.of(headers("X-Api-Key", " abc "))).contains("abc");
        assertThat(Credential.of(headers("X-Api-Key", "abc").add("Authorization", " ")))
                .contains("abc");
    }

    @Test
    void shouldNotLookAtWhatIsTooLongToBeAKey() {
        assertThat(Credential.of(headers("Authorization", "Bearer " + "x".repeat(513))))
                .isEmpty();
        assertThat(Credential.of(MultiMap.caseInsensitiveMultiMap())).isEmpty();
    }

    private static MultiMap headers(String name, String value) {
        return MultiMap.caseInsensitiveMultiMap().add(name, value);
    }
}
