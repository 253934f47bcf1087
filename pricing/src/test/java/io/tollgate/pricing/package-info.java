/** Tests of rating and bounding. */
@NullMarked
package io.tollgate.pricing;

import org.jspecify.annotations.NullMarked;
