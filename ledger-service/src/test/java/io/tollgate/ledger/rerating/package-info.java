/** Tests of charges rated again. */
@NullMarked
package io.tollgate.ledger.rerating;

import org.jspecify.annotations.NullMarked;
