/** Operations of the reference API that do not exist yet. */
@NullMarked
package io.tollgate.ingress.later;

import org.jspecify.annotations.NullMarked;
