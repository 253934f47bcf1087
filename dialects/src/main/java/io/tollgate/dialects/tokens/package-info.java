/** Token counts of text for which no provider's count exists: likely ones and upper bounds. */
@NullMarked
package io.tollgate.dialects.tokens;

import org.jspecify.annotations.NullMarked;
