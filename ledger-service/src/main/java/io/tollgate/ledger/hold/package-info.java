/** Credit set aside for requests, as holds.v1 states it. */
@NullMarked
package io.tollgate.ledger.hold;

import org.jspecify.annotations.NullMarked;
