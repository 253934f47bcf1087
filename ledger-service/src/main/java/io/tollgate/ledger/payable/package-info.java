/** A month of the house: what providers are owed, what was earned and lost; and providers' invoices beside it. */
@NullMarked
package io.tollgate.ledger.payable;

import org.jspecify.annotations.NullMarked;
