/** What the operator puts right in an account's credit, each time by a new transaction. */
@NullMarked
package io.tollgate.ledger.adjustment;

import org.jspecify.annotations.NullMarked;
