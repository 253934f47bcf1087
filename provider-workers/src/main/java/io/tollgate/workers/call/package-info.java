/** One HTTP call to a provider, with a limit on everything it may send and on how long it may take. */
@NullMarked
package io.tollgate.workers.call;

import org.jspecify.annotations.NullMarked;
