/** Start, readiness and orderly stop of the process. */
@NullMarked
package io.tollgate.workers.lifecycle;

import org.jspecify.annotations.NullMarked;
