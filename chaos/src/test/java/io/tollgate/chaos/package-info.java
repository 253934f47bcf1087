/** The quick selection of faults, run as a test. */
@NullMarked
package io.tollgate.chaos;

import org.jspecify.annotations.NullMarked;
