/** Operations that another service owns. */
@NullMarked
package io.tollgate.ingress.proxy;

import org.jspecify.annotations.NullMarked;
