/** The public face of Tollgate: HTTP in, SSE out, authentication and admission. */
@NullMarked
package io.tollgate.ingress;

import org.jspecify.annotations.NullMarked;
