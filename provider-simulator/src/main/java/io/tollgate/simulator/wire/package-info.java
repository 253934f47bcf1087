/** What every dialect has to offer: reading a request as strictly as the provider, writing its replies and errors. */
@NullMarked
package io.tollgate.simulator.wire;

import org.jspecify.annotations.NullMarked;
