/** Announces what was committed: events wait in the database until Kafka has them. */
@NullMarked
package io.tollgate.ledger.outbox;

import org.jspecify.annotations.NullMarked;
