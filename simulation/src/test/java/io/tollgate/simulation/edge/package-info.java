/** What stands at the edges of the protocol: callers, ingress, router and providers. */
@NullMarked
package io.tollgate.simulation.edge;

import org.jspecify.annotations.NullMarked;
