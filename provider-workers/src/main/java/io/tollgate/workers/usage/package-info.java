/** What one attempt used, as reported by the provider and checked against what was seen. */
@NullMarked
package io.tollgate.workers.usage;

import org.jspecify.annotations.NullMarked;
