/** Callers that went away: their requests are cancelled. */
@NullMarked
package io.tollgate.ingress.cancel;

import org.jspecify.annotations.NullMarked;
