/** Frames on their way to the caller: readers, server-sent events, whole answers. */
@NullMarked
package io.tollgate.ingress.reply;

import org.jspecify.annotations.NullMarked;
