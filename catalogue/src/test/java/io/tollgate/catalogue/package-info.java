/** Tests of the catalogue. */
@NullMarked
package io.tollgate.catalogue;

import org.jspecify.annotations.NullMarked;
