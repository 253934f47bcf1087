/** What crosses HTTP: the wire types of each dialect and the translation between them. */
@NullMarked
package io.tollgate.dialects;

import org.jspecify.annotations.NullMarked;
