/** Named places between two steps that must not be torn apart, at which a service under test can be made to die at once. */
@NullMarked
package io.tollgate.crash;

import org.jspecify.annotations.NullMarked;
