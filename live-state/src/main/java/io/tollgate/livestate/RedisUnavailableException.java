package io.tollgate.livestate;

/** Redis did not answer, or not in time. Whether the command took effect is unknown; every command here may be repeated. */
public final class RedisUnavailableException extends RuntimeException {

    public RedisUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
