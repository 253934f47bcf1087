/** Models, providers and endpoints. */
@NullMarked
package io.tollgate.contracts.catalogue;

import org.jspecify.annotations.NullMarked;
