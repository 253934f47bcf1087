/** Which key has which hash. */
@NullMarked
package io.tollgate.metering.key;

import org.jspecify.annotations.NullMarked;
