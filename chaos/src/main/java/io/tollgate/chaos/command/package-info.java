/** The command line and its report. */
@NullMarked
package io.tollgate.chaos.command;

import org.jspecify.annotations.NullMarked;
