/** The life of one call to one provider, and the decision that led to it. */
@NullMarked
package io.tollgate.contracts.attempt;

import org.jspecify.annotations.NullMarked;
