/** A reply in a form that belongs to no dialect: what workers write into frames and ingress renders for the caller. */
@NullMarked
package io.tollgate.dialects.reply;

import org.jspecify.annotations.NullMarked;
