/** Who may call this service. */
@NullMarked
package io.tollgate.router.access;

import org.jspecify.annotations.NullMarked;
