/** The rules that decide whether a request may run, and what is set aside for it. */
@NullMarked
package io.tollgate.ingress.admission;

import org.jspecify.annotations.NullMarked;
