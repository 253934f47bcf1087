/** The embedded default: real Kafka, PostgreSQL and Redis without Docker, the services on top, and the commands to use them. */
@NullMarked
package io.tollgate.localstack;

import org.jspecify.annotations.NullMarked;
