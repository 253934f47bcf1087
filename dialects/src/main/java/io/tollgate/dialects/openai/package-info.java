/** OpenAI's chat completions, as callers speak it to us (with OpenRouter's additions) and as we speak it to providers. */
@NullMarked
package io.tollgate.dialects.openai;

import org.jspecify.annotations.NullMarked;
