/** Tells Redis what the books say, and rebuilds it after a loss. */
@NullMarked
package io.tollgate.ledger.balance;

import org.jspecify.annotations.NullMarked;
