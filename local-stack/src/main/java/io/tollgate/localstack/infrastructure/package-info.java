/** Kafka, PostgreSQL and Redis as processes of this machine. */
@NullMarked
package io.tollgate.localstack.infrastructure;

import org.jspecify.annotations.NullMarked;
