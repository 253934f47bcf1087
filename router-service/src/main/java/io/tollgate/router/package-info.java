/** Chooses the route of each request and keeps the catalogue. */
@NullMarked
package io.tollgate.router;

import org.jspecify.annotations.NullMarked;
