/** Unit prices and their versions. */
@NullMarked
package io.tollgate.contracts.price;

import org.jspecify.annotations.NullMarked;
