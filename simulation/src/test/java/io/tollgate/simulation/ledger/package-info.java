/** The ledger: books in memory with the constraints of the SQL, the real rules over them, and the process that reads the log. */
@NullMarked
package io.tollgate.simulation.ledger;

import org.jspecify.annotations.NullMarked;
