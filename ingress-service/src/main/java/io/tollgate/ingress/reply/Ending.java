package io.tollgate.ingress.reply;

/** How the delivery of a reply ended. */
enum Ending {
    /** The last frame was given to the caller. */
    DELIVERED,
    /** We gave up. */
    FAILED,
    /** The caller left before the last frame. */
    CALLER_GONE
}
