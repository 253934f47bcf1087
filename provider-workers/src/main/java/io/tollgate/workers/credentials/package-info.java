/** The keys of the platform at its providers. */
@NullMarked
package io.tollgate.workers.credentials;

import org.jspecify.annotations.NullMarked;
