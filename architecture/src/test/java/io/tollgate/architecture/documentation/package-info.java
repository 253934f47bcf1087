/** Documentation that is checked against what it documents. */
@NullMarked
package io.tollgate.architecture.documentation;

import org.jspecify.annotations.NullMarked;
