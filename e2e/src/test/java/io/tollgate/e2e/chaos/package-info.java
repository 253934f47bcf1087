/** The books after something broke. */
@NullMarked
package io.tollgate.e2e.chaos;

import org.jspecify.annotations.NullMarked;
