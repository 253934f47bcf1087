/** The table of faults, by what they hit. */
@NullMarked
package io.tollgate.chaos.fault;

import org.jspecify.annotations.NullMarked;
