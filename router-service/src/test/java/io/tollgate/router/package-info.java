/** Tests of the router. */
@NullMarked
package io.tollgate.router;

import org.jspecify.annotations.NullMarked;
