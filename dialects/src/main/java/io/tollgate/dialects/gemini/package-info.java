/** The Gemini generateContent dialect: requests to it, and readers of its replies and errors. */
@NullMarked
package io.tollgate.dialects.gemini;

import org.jspecify.annotations.NullMarked;
