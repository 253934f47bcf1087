/** Makes the published schemas from the event records and keeps them in step. */
@NullMarked
package io.tollgate.contracts.schema;

import org.jspecify.annotations.NullMarked;
