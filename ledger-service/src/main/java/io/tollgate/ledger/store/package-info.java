/** Transactions and native SQL on Hibernate Reactive, and work that repeats. */
@NullMarked
package io.tollgate.ledger.store;

import org.jspecify.annotations.NullMarked;
