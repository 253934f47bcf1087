/** Tests of the router. */
@NullMarked
package io.tollgate.router.route;

import org.jspecify.annotations.NullMarked;
