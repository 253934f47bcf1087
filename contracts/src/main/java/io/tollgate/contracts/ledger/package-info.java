/** What the ledger booked. */
@NullMarked
package io.tollgate.contracts.ledger;

import org.jspecify.annotations.NullMarked;
