/** Tests of catalogue files. */
@NullMarked
package io.tollgate.catalogue.document;

import org.jspecify.annotations.NullMarked;
