/** The catalogue as people write it: its files, the check that refuses contradictions, and the statements that follow from it. */
@NullMarked
package io.tollgate.catalogue.document;

import org.jspecify.annotations.NullMarked;
