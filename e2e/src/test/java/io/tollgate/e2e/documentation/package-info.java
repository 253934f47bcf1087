/** Documentation that is checked against what it documents. */
@NullMarked
package io.tollgate.e2e.documentation;

import org.jspecify.annotations.NullMarked;
