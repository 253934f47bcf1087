/** Turns a request into an ordered route of endpoints. */
@NullMarked
package io.tollgate.router.route;

import org.jspecify.annotations.NullMarked;
