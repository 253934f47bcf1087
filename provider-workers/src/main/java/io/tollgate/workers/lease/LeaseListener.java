package io.tollgate.workers.lease;

import io.smallrye.mutiny.Uni;

/** Is told what happens to a lease. Called on the lease's context. */
public interface LeaseListener {

    /** Nobody cares, for holders that are done in a moment. */
    LeaseListener NONE = new LeaseListener() {
        @Override
        public void lost() {
            // whatever the holder publishes next is refused or harmless
        }

        @Override
        public void cancelled() {
            // the holder ends the request anyway
        }

        @Override
        public Uni<Boolean> regained(long fence) {
            return Uni.createFrom().item(true);
        }
    };

    /** Another worker has the request: stop at once and tell nobody anything. */
    void lost();

    /** The caller wants the request stopped. May be told more than once. */
    void cancelled();

    /** The lease gets a new fence: opens the reply under it; emits false if that is refused. */
    Uni<Boolean> regained(long fence);
}
