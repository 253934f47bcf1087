/** Tests of the test support. */
@NullMarked
package io.tollgate.testkit;

import org.jspecify.annotations.NullMarked;
