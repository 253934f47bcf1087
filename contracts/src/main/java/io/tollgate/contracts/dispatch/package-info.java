/** A route on its way to the workers of its first provider. */
@NullMarked
package io.tollgate.contracts.dispatch;

import org.jspecify.annotations.NullMarked;
