/** The description of the public API. */
@NullMarked
package io.tollgate.ingress.openapi;

import org.jspecify.annotations.NullMarked;
