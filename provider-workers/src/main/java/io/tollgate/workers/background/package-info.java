/** Work that nobody asks for and that goes on all the time. */
@NullMarked
package io.tollgate.workers.background;

import org.jspecify.annotations.NullMarked;
