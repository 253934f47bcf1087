package io.tollgate.ledger.voucher;

import io.tollgate.contracts.account.KeySecret;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/**
 * The text of a voucher: {@code TG-} and 100 random bits in Crockford's base 32, in groups of four. Letters that people take for digits
 * are read as such. Stored by its keyed hash only.
 */
final class VoucherCode {

    private static final String PREFIX = "TG";
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 20;
    private static final int GROUP = 4;
    /** Keeps hashes of vouchers apart from those of keys, which have the same pepper. */
    private static final String DOMAIN = "voucher:";

    private VoucherCode() {}

    /** A new code, as it is shown. */
    static String generate(SecureRandom random) {
        StringBuilder code = new StringBuilder(PREFIX);
        for (int i = 0; i < LENGTH; i++) {
            if (i % GROUP == 0) {
                code.append('-');
            }
            code.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return code.toString();
    }

    /** The digits of a code that somebody typed, or nothing if it cannot be one. Any text may be asked about. */
    static Optional<String> digits(String typed) {
        String upper = typed.toUpperCase(Locale.ROOT).replace("-", "").replace(" ", "");
        boolean prefixed = upper.startsWith(PREFIX) && upper.length() == PREFIX.length() + LENGTH;
        String plain = (prefixed ? upper.substring(PREFIX.length()) : upper)
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        boolean wellFormed = plain.length() == LENGTH && plain.chars().allMatch(digit -> DIGITS.indexOf(digit) >= 0);
        return wellFormed ? Optional.of(plain) : Optional.empty();
    }

    /** The hash under which a code with these digits is stored: lower-case hexadecimal. */
    static String hash(byte[] pepper, String digits) {
        return KeySecret.hash(pepper, DOMAIN + digits);
    }

    /** The last characters of a code with these digits, to recognise it by. */
    static String label(String digits) {
        return "…" + digits.substring(LENGTH - GROUP);
    }
}
