/** Double entry: balanced transactions of postings, the only code that touches the posting tables. */
@NullMarked
package io.tollgate.ledger.posting;

import org.jspecify.annotations.NullMarked;
