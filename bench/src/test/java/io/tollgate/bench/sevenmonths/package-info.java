/** Tests of the seven months. */
@NullMarked
package io.tollgate.bench.sevenmonths;

import org.jspecify.annotations.NullMarked;
