/** The books: accounts, keys, credits, holds, postings and fees, exact to the nano-dollar. */
@NullMarked
package io.tollgate.ledger;

import org.jspecify.annotations.NullMarked;
