/** What was counted for one attempt, what it costs, and the end of a request. */
@NullMarked
package io.tollgate.contracts.usage;

import org.jspecify.annotations.NullMarked;
