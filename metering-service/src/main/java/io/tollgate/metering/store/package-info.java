/** What the database says when it refuses. */
@NullMarked
package io.tollgate.metering.store;

import org.jspecify.annotations.NullMarked;
