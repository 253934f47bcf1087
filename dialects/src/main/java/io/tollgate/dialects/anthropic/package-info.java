/** The Anthropic Messages dialect: requests to it, and readers of its replies and errors. */
@NullMarked
package io.tollgate.dialects.anthropic;

import org.jspecify.annotations.NullMarked;
