/** Tests of what is read from and written for people who keep books. */
@NullMarked
package io.tollgate.localstack.books;

import org.jspecify.annotations.NullMarked;
