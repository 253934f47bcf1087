/** Tests of the ledger. */
@NullMarked
package io.tollgate.ledger.posting;

import org.jspecify.annotations.NullMarked;
