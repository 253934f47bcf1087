/**
 * What lives in Redis for minutes, each write one atomic script: credit holds, leases and the frames of replies; never the only copy
 * of anything that money depends on.
 */
@NullMarked
package io.tollgate.livestate;

import org.jspecify.annotations.NullMarked;
