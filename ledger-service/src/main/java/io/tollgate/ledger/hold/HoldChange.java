package io.tollgate.ledger.hold;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A hold after a batch of usage.
 *
 * @param errorType of the failure, if the request is closed and failed
 * @param closedAt when the request ended, if it is closed
 */
public record HoldChange(
        HoldState hold,
        @Nullable String errorType,
        @Nullable Instant closedAt) {}
