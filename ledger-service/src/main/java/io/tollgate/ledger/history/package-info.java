/** What an account had, and what a key was allowed, at any instant. */
@NullMarked
package io.tollgate.ledger.history;

import org.jspecify.annotations.NullMarked;
