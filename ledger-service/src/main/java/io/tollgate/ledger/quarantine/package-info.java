/** Events that can be read but not booked, and later contradictions of what was booked. */
@NullMarked
package io.tollgate.ledger.quarantine;

import org.jspecify.annotations.NullMarked;
