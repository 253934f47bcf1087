/** Server-sent events as bytes. */
@NullMarked
package io.tollgate.dialects.sse;

import org.jspecify.annotations.NullMarked;
