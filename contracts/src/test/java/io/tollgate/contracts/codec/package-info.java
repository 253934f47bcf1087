/** Proof that events survive the trip, and that old ones are still read. */
@NullMarked
package io.tollgate.contracts.codec;

import org.jspecify.annotations.NullMarked;
