/** The stack that is broken: its processes, links, stores and simulator, seen from outside. */
@NullMarked
package io.tollgate.chaos.stage;

import org.jspecify.annotations.NullMarked;
