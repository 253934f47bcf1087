package io.tollgate.ingress.idempotency;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * One use of an idempotency key. Key and body are known by their hashes alone: neither needs to be read again.
 *
 * @param account who uses it; keys of different accounts have nothing to do with each other
 * @param keyHash SHA-256 of the key
 * @param bodyHash SHA-256 of the raw body
 */
public record KeyUse(String account, Buffer keyHash, Buffer bodyHash) {

    public static KeyUse of(String account, String key, byte[] body) {
        return new KeyUse(account, hash(key.getBytes(StandardCharsets.UTF_8)), hash(body));
    }

    private static Buffer hash(byte[] bytes) {
        try {
            return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
