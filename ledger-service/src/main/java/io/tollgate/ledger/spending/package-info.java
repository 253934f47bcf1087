/** What each key spent in the windows that limits know. */
@NullMarked
package io.tollgate.ledger.spending;

import org.jspecify.annotations.NullMarked;
