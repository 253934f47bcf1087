/** The catalogue in force: read, checked, stored, announced and administered. */
@NullMarked
package io.tollgate.router.catalogue;

import org.jspecify.annotations.NullMarked;
