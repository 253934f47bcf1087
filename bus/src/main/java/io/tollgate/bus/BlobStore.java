package io.tollgate.bus;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Keeps bodies that are too large for a Kafka record, for minutes. */
public interface BlobStore {

    /**
     * Keeps a body. Completes when it is durable. A repeat with the same id changes nothing.
     *
     * @param id never used for another body
     * @param ttl how long it must be readable
     */
    Uni<Void> put(String id, byte[] body, Duration ttl);

    /** The body with this id; fails with {@link BodyGoneException} if there is none (any more). */
    Uni<byte[]> get(String id);

    /** Removes what has expired; emits how many bodies. */
    Uni<Integer> purge();
}
