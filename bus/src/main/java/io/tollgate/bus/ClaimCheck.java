package io.tollgate.bus;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.request.BodyReference;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Decides whether a body travels in its record or by reference, and finds it again. Needs a reactive datasource only once a body that
 * travels by reference is stored or loaded.
 */
@ApplicationScoped
public class ClaimCheck {

    private final BlobStore blobs;
    private final BusConfig config;

    @Inject
    ClaimCheck(BlobStore blobs, BusConfig config) {
        this.blobs = blobs;
        this.config = config;
    }

    /**
     * Makes a body ready to travel. If the reference has no blob, the body goes into the record; otherwise it is durable in the blob store
     * when this completes, and the record's value stays empty. A repeat for the same request changes nothing.
     *
     * @param requestId the request the body belongs to; it has one
     */
    public Uni<BodyReference> store(String requestId, byte[] body) {
        if (body.length <= config.inlineBody().asLongValue()) {
            return Uni.createFrom().item(BodyReference.inline(body.length));
        }
        return blobs.put(requestId, body, config.bodyTtl()).replaceWith(new BodyReference(body.length, requestId));
    }

    /**
     * The body that a reference stands for.
     *
     * @param inlineValue the record's value, as {@link EventReader#body} gives it
     * @return fails with {@link BodyGoneException} if the body is gone, or is not as long as the reference says
     */
    public Uni<byte[]> load(BodyReference reference, byte[] inlineValue) {
        String blob = reference.blob();
        if (blob == null) {
            return inlineValue.length == reference.bytes()
                    ? Uni.createFrom().item(inlineValue)
                    : Uni.createFrom().failure(new BodyGoneException("of the record itself"));
        }
        return blobs.get(blob);
    }

    /** What the record that carries this reference must have as its value. */
    public static byte[] valueFor(BodyReference reference, byte[] body) {
        return reference.blob() == null ? body : new byte[0];
    }

    /** Removes expired bodies; emits how many. To be called every few minutes by the service that stores them. */
    public Uni<Integer> purge() {
        return blobs.purge();
    }
}
