package io.tollgate.ledger.voucher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.account.KeySecret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VoucherCodeTest {

    private final SecureRandom random = new SecureRandom();

    @Test
    void shouldReadWhatItMadeHoweverItIsTyped() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            String code = VoucherCode.generate(random);
            String digits = VoucherCode.digits(code).orElseThrow();

            assertThat(code).matches("TG-[0-9A-Z]{4}(-[0-9A-Z]{4}){4}");
            assertThat(VoucherCode.digits(code.toLowerCase(Locale.ROOT))).contains(digits);
            assertThat(VoucherCode.digits(code.substring(3).replace("-", " "))).contains(digits);
            assertThat(VoucherCode.digits(code.substring(3).replace('0', 'O').replace('1', 'l')))
                    .contains(digits);
            assertThat(seen.add(digits)).isTrue();
        }
    }

    @Test
    void shouldRefuseWhatCannotBeACode() {
        assertThat(VoucherCode.digits("")).isEmpty();
        assertThat(VoucherCode.digits("TG-")).isEmpty();
        assertThat(VoucherCode.digits("TG-0000-0000-0000-0000-000U")).isEmpty();
        assertThat(VoucherCode.digits("TG-0000-0000-0000-0000-00000")).isEmpty();
        assertThat(VoucherCode.digits("ÄÖÜ\u0000".repeat(5))).isEmpty();
    }

    @Test
    void shouldHashApartFromKeys() {
        byte[] pepper = "pepper".getBytes(StandardCharsets.UTF_8);
        String digits = "0".repeat(20);

        assertThat(VoucherCode.hash(pepper, digits)).hasSize(64).isNotEqualTo(KeySecret.hash(pepper, digits));
    }
}
