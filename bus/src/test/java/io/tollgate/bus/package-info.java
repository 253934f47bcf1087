/** Proof of the bus on a real Kafka and PostgreSQL. */
@NullMarked
package io.tollgate.bus;

import org.jspecify.annotations.NullMarked;
