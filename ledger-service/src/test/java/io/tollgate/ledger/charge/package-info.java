/** Tests of the ledger. */
@NullMarked
package io.tollgate.ledger.charge;

import org.jspecify.annotations.NullMarked;
