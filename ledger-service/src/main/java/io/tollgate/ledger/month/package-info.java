/** Months that are over: closed for good, with what they held. */
@NullMarked
package io.tollgate.ledger.month;

import org.jspecify.annotations.NullMarked;
