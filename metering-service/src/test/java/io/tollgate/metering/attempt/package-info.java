/** Tests of attempts and of how long they are kept. */
@NullMarked
package io.tollgate.metering.attempt;

import org.jspecify.annotations.NullMarked;
