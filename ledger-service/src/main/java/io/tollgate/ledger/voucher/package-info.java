/** Codes that the operator gives away or sells elsewhere, and that a caller turns into credit once. */
@NullMarked
package io.tollgate.ledger.voucher;

import org.jspecify.annotations.NullMarked;
