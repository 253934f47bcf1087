/** What one request was and what it cost, for its caller. */
@NullMarked
package io.tollgate.ledger.generation;

import org.jspecify.annotations.NullMarked;
