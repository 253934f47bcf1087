/** Transactions and native statements. */
@NullMarked
package io.tollgate.metering.store;

import org.jspecify.annotations.NullMarked;
