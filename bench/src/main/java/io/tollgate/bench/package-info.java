/** Benchmarks that prove what they measure: generated load through the real services, compared with its own totals. */
@NullMarked
package io.tollgate.bench;

import org.jspecify.annotations.NullMarked;
