/** What callers authenticate with: making, changing, listing and revoking keys, and what each has spent. */
@NullMarked
package io.tollgate.ledger.key;

import org.jspecify.annotations.NullMarked;
