/** Takes batches of a topic to the database, whatever it takes. */
@NullMarked
package io.tollgate.metering.reading;

import org.jspecify.annotations.NullMarked;
