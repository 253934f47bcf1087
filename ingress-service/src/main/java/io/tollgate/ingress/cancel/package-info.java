/** Requests that nobody wants any more are cancelled. */
@NullMarked
package io.tollgate.ingress.cancel;

import org.jspecify.annotations.NullMarked;
