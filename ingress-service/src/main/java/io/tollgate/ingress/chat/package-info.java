/** Accepting a chat request: hold, events, then the reply. */
@NullMarked
package io.tollgate.ingress.chat;

import org.jspecify.annotations.NullMarked;
