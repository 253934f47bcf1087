/** The audit and the monthly report, read from the running services. */
@NullMarked
package io.tollgate.localstack.books;

import org.jspecify.annotations.NullMarked;
