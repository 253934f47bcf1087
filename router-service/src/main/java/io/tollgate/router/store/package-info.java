/** Native statements and transactions. */
@NullMarked
package io.tollgate.router.store;

import org.jspecify.annotations.NullMarked;
