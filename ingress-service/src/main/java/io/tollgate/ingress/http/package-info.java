/** What every request meets: limits, typed errors, request ids, the table of operations. */
@NullMarked
package io.tollgate.ingress.http;

import org.jspecify.annotations.NullMarked;
