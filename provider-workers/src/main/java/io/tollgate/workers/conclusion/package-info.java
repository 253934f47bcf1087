/** What follows from the end of an attempt: usage, the next stop or the end of the request, the last frame. */
@NullMarked
package io.tollgate.workers.conclusion;

import org.jspecify.annotations.NullMarked;
