/** How services talk to their PostgreSQL: transactions that nobody can cancel half-way, native statements, rows as JSON. */
@NullMarked
package io.tollgate.postgres;

import org.jspecify.annotations.NullMarked;
