/** Limits how many calls run against one provider, and how many wait, so that a slow one holds up no other. */
@NullMarked
package io.tollgate.workers.pool;

import org.jspecify.annotations.NullMarked;
