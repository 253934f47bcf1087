package io.tollgate.contracts.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class KeySecretTest {

    private final SecureRandom random = new SecureRandom();

    @Test
    void shouldRecogniseWhatItGenerated() {
        for (int i = 0; i < 200; i++) {
            String secret = KeySecret.generate(i % 2 == 0, random);

            assertThat(KeySecret.isWellFormed(secret)).isTrue();
            assertThat(KeySecret.isManagement(secret)).isEqualTo(i % 2 == 0);
        }
    }

    @Test
    void shouldRefuseAnyOtherText() {
        String secret = KeySecret.generate(false, random);
        char last = secret.charAt(secret.length() - 1);
        String mistyped = secret.substring(0, secret.length() - 1) + (last == 'x' ? 'y' : 'x');

        assertThat(KeySecret.isWellFormed(mistyped)).isFalse();
        assertThat(KeySecret.isWellFormed("")).isFalse();
        assertThat(KeySecret.isWellFormed("sk-tg-v1-")).isFalse();
        assertThat(KeySecret.isWellFormed(secret + "x")).isFalse();
        assertThat(KeySecret.isWellFormed("\u0000".repeat(59))).isFalse();
    }

    @Test
    void shouldHashWithThePepper() {
        byte[] pepper = "pepper".getBytes(StandardCharsets.UTF_8);

        assertThat(KeySecret.hash(pepper, "sk-tg-v1-x"))
                .hasSize(64)
                .isEqualTo(KeySecret.hash(pepper, "sk-tg-v1-x"))
                .isNotEqualTo(KeySecret.hash("other".getBytes(StandardCharsets.UTF_8), "sk-tg-v1-x"));
    }

    @Test
    void shouldLabelWithoutGivingTheSecretAway() {
        String secret = KeySecret.generate(false, random);

        assertThat(KeySecret.label(secret))
                .startsWith("sk-tg-v1-")
                .endsWith(secret.substring(secret.length() - 4))
                .hasSize(17);
    }
}
