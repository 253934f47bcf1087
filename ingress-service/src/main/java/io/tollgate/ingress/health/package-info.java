/** Whether this instance may get traffic. */
@NullMarked
package io.tollgate.ingress.health;

import org.jspecify.annotations.NullMarked;
