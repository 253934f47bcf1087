/** What is asked, what is answered and how many tokens both are, whatever the dialect. */
@NullMarked
package io.tollgate.simulator.answer;

import org.jspecify.annotations.NullMarked;
