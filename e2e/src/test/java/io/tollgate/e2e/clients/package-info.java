/** Clients nobody here wrote. */
@NullMarked
package io.tollgate.e2e.clients;

import org.jspecify.annotations.NullMarked;
