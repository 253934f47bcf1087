/** Checks the invariants of the books at any time. */
@NullMarked
package io.tollgate.ledger.audit;

import org.jspecify.annotations.NullMarked;
