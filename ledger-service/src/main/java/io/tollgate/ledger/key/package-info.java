/** What callers authenticate with: making, changing, listing and revoking keys. */
@NullMarked
package io.tollgate.ledger.key;

import org.jspecify.annotations.NullMarked;
