/** The append-only record of every call and every token served. */
@NullMarked
package io.tollgate.simulator.oracle;

import org.jspecify.annotations.NullMarked;
