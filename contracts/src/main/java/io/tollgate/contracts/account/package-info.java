/** Accounts and keys as every ingress must know them. */
@NullMarked
package io.tollgate.contracts.account;

import org.jspecify.annotations.NullMarked;
