/** Records that a consumer could not read: list them, play them again. */
@NullMarked
package io.tollgate.localstack.deadletter;

import org.jspecify.annotations.NullMarked;
