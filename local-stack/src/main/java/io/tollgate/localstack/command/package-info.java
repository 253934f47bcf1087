/** What a person types. */
@NullMarked
package io.tollgate.localstack.command;

import org.jspecify.annotations.NullMarked;
