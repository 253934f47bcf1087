/** Who pays: accounts, as the operator makes and switches them. */
@NullMarked
package io.tollgate.ledger.account;

import org.jspecify.annotations.NullMarked;
