/** Keeps output within what was set aside, slice by slice. */
@NullMarked
package io.tollgate.workers.budget;

import org.jspecify.annotations.NullMarked;
