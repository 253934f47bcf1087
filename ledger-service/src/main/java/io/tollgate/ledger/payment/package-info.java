/** Money that payment providers tell of: payments become credit once, refunds take it out again. */
@NullMarked
package io.tollgate.ledger.payment;

import org.jspecify.annotations.NullMarked;
