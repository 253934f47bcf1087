/** Calls to the services that own the rest of the API. */
@NullMarked
package io.tollgate.ingress.owner;

import org.jspecify.annotations.NullMarked;
