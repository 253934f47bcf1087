/** Who may call this service, and how a refusal looks. */
@NullMarked
package io.tollgate.ledger.access;

import org.jspecify.annotations.NullMarked;
