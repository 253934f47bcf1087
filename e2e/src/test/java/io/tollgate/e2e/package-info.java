/** The whole system from outside. */
@NullMarked
package io.tollgate.e2e;

import org.jspecify.annotations.NullMarked;
