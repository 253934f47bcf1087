/** Tests of the router. */
@NullMarked
package io.tollgate.router.catalogue;

import org.jspecify.annotations.NullMarked;
