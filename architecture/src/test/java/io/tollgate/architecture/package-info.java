/** The boundaries of the architecture, as rules over the built classes of all modules. */
@NullMarked
package io.tollgate.architecture;

import org.jspecify.annotations.NullMarked;
