/** Readings of a caller's chat request that every dialect other than OpenAI's has to make: reasoning, tools, data URLs. */
@NullMarked
package io.tollgate.dialects.chat;

import org.jspecify.annotations.NullMarked;
