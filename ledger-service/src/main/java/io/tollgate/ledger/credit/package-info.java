/** Credit that enters an account, once for each id the giver chose. */
@NullMarked
package io.tollgate.ledger.credit;

import org.jspecify.annotations.NullMarked;
