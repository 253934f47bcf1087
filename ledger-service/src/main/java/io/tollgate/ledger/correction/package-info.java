/** Charges that become others because a provider stated later what was used: new transactions, never edits. */
@NullMarked
package io.tollgate.ledger.correction;

import org.jspecify.annotations.NullMarked;
