/** Books the charge of each recorded usage once and closes requests. */
@NullMarked
package io.tollgate.ledger.charge;

import org.jspecify.annotations.NullMarked;
