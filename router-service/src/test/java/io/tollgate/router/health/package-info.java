/** Tests of the router. */
@NullMarked
package io.tollgate.router.health;

import org.jspecify.annotations.NullMarked;
