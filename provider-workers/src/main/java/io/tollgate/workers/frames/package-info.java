/** Writes a reply as numbered frames, the first at once and later ones coalesced. */
@NullMarked
package io.tollgate.workers.frames;

import org.jspecify.annotations.NullMarked;
