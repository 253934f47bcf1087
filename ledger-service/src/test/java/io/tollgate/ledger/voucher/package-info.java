/** Proof of what the package of the same name promises. */
@NullMarked
package io.tollgate.ledger.voucher;

import org.jspecify.annotations.NullMarked;
