/** Coming back to a reply: reading it on, reading it again, stopping it. */
@NullMarked
package io.tollgate.ingress.resume;

import org.jspecify.annotations.NullMarked;
