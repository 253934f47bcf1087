/** What operators can measure. */
@NullMarked
package io.tollgate.workers.telemetry;

import org.jspecify.annotations.NullMarked;
