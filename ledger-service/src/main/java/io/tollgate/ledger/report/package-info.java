/** Sums of a month's postings, to compare with metering. */
@NullMarked
package io.tollgate.ledger.report;

import org.jspecify.annotations.NullMarked;
