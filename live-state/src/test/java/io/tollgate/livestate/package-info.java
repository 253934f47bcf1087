/** Proof of the scripts on a real Redis. */
@NullMarked
package io.tollgate.livestate;

import org.jspecify.annotations.NullMarked;
