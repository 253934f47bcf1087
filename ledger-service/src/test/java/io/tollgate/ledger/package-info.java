/** Tests of the ledger. */
@NullMarked
package io.tollgate.ledger;

import org.jspecify.annotations.NullMarked;
