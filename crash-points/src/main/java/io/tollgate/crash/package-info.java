/**
 * What a service under test can be made to suffer: death at named places between two steps that must not be torn apart, and a clock that is
 * wrong.
 */
@NullMarked
package io.tollgate.crash;

import org.jspecify.annotations.NullMarked;
