/** The books against what the providers served. */
@NullMarked
package io.tollgate.e2e.money;

import org.jspecify.annotations.NullMarked;
