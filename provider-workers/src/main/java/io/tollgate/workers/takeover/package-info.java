/** Finds requests whose worker stopped renewing its lease, without waiting for a rebalance. */
@NullMarked
package io.tollgate.workers.takeover;

import org.jspecify.annotations.NullMarked;
