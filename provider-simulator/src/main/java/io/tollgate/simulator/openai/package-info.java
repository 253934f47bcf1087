/** OpenAI chat completions as OpenAI and compatible hosts speak it. */
@NullMarked
package io.tollgate.simulator.openai;

import org.jspecify.annotations.NullMarked;
