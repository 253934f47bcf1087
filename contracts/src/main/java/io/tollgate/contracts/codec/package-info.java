/** Events to Kafka headers and bytes, and back. */
@NullMarked
package io.tollgate.contracts.codec;

import org.jspecify.annotations.NullMarked;
