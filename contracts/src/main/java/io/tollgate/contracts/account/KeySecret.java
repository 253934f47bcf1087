package io.tollgate.contracts.account;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The text of a key: a prefix that tells its kind, 32 random bytes in base 62 and a checksum of both, so that a typing error is
 * recognised without a look-up. Stored and looked up by a keyed hash only.
 */
public final class KeySecret {

    public static final String INFERENCE_PREFIX = "sk-tg-v1-";
    public static final String MANAGEMENT_PREFIX = "sk-tg-mgmt-v1-";

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
    private static final int RANDOM_BYTES = 32;
    private static final int RANDOM_DIGITS = 43;
    private static final int CHECKSUM_DIGITS = 6;
    private static final String HASH = "HmacSHA256";

    private KeySecret() {}

    /** A new secret. */
    public static String generate(boolean management, SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String body =
                (management ? MANAGEMENT_PREFIX : INFERENCE_PREFIX) + base62(new BigInteger(1, bytes), RANDOM_DIGITS);
        return body + "-" + checksum(body);
    }

    /** Whether a text has the form of a key, checksum included. Any text may be asked about. */
    public static boolean isWellFormed(String text) {
        int bodyLength = prefixLength(text) + RANDOM_DIGITS;
        if (bodyLength == RANDOM_DIGITS
                || text.length() != bodyLength + 1 + CHECKSUM_DIGITS
                || text.charAt(bodyLength) != '-') {
            return false;
        }
        return text.substring(bodyLength + 1).equals(checksum(text.substring(0, bodyLength)));
    }

    /** Whether a well-formed secret is that of a management key. */
    public static boolean isManagement(String secret) {
        return secret.startsWith(MANAGEMENT_PREFIX);
    }

    /** First and last characters of a secret, to recognise it by. */
    public static String label(String secret) {
        int prefix = prefixLength(secret);
        return secret.substring(0, prefix + 3) + "…" + secret.substring(secret.length() - 4);
    }

    /**
     * The keyed hash under which a secret is stored: HMAC-SHA256, lower-case hexadecimal.
     *
     * @param pepper the installation's hash key, not empty
     */
    public static String hash(byte[] pepper, String secret) {
        try {
            Mac mac = Mac.getInstance(HASH);
            mac.init(new SecretKeySpec(pepper, HASH));
            return HexFormat.of().formatHex(mac.doFinal(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + HASH, impossible);
        }
    }

    private static int prefixLength(String text) {
        if (text.startsWith(MANAGEMENT_PREFIX)) {
            return MANAGEMENT_PREFIX.length();
        }
        return text.startsWith(INFERENCE_PREFIX) ? INFERENCE_PREFIX.length() : 0;
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return base62(BigInteger.valueOf(crc.getValue()), CHECKSUM_DIGITS);
    }

    private static String base62(BigInteger number, int digits) {
        char[] text = new char[digits];
        BigInteger rest = number;
        for (int i = digits - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            text[i] = DIGITS.charAt(parts[1].intValue());
            rest = parts[0];
        }
        return new String(text);
    }
}
