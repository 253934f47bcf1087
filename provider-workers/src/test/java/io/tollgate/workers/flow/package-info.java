/** Requests through the workers on real Kafka and Redis, with a scripted provider. */
@NullMarked
package io.tollgate.workers.flow;

import org.jspecify.annotations.NullMarked;
