/** How the wire's JSON is read and written: numbers keep their digits, every length has a limit. */
@NullMarked
package io.tollgate.dialects.json;

import org.jspecify.annotations.NullMarked;
