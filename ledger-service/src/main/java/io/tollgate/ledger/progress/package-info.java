/** How far into each partition of the log the books reach. */
@NullMarked
package io.tollgate.ledger.progress;

import org.jspecify.annotations.NullMarked;
