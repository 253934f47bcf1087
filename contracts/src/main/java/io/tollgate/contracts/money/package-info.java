/** Amounts of money as exact integers. */
@NullMarked
package io.tollgate.contracts.money;

import org.jspecify.annotations.NullMarked;
