package io.tollgate.workers.frames;

/** Is told how writing frames goes. Called on the writer's context. */
public interface FrameListener {

    /** Too much waits: read nothing more from the provider. */
    void full();

    /** There is room again. */
    void drained();

    /** Frames cannot be written any more. */
    void lost(Loss why);

    /** Why frames cannot be written. */
    enum Loss {
        /** Another worker has the request now. */
        FENCED,
        /** Redis did not answer for too long. */
        UNREACHABLE,
        /** The reply is longer than all frames of a request may be. */
        TOO_LONG
    }
}
