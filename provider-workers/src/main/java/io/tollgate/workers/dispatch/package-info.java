/** Takes assigned routes from the dispatch topics and decides with a lease who works on each. */
@NullMarked
package io.tollgate.workers.dispatch;

import org.jspecify.annotations.NullMarked;
