/** One fault tried: its evidence, its checks, and the audit that ends it. */
@NullMarked
package io.tollgate.chaos.trial;

import org.jspecify.annotations.NullMarked;
