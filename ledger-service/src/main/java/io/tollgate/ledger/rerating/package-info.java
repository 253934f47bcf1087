/** Charges rated again under corrected prices: the difference is shown, and handed on to be booked if wanted. */
@NullMarked
package io.tollgate.ledger.rerating;

import org.jspecify.annotations.NullMarked;
