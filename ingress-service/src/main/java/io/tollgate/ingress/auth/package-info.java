/** Who calls: keys read from the ledger's topics, checked without asking anybody. */
@NullMarked
package io.tollgate.ingress.auth;

import org.jspecify.annotations.NullMarked;
