/** Work that repeats, and work that one copy of the service does for all. */
@NullMarked
package io.tollgate.ledger.background;

import org.jspecify.annotations.NullMarked;
