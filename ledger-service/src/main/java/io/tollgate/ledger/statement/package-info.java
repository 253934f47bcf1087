/** A month of an account: what it had, what came in, what it paid for, what is left. */
@NullMarked
package io.tollgate.ledger.statement;

import org.jspecify.annotations.NullMarked;
