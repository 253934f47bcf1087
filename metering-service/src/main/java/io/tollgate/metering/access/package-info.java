/** Who may ask, and how refusals look. */
@NullMarked
package io.tollgate.metering.access;

import org.jspecify.annotations.NullMarked;
