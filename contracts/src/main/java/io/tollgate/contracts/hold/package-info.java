/** Credit set aside for a request. */
@NullMarked
package io.tollgate.contracts.hold;

import org.jspecify.annotations.NullMarked;
