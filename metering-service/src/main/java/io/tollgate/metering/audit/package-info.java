/** Whether what is reported is what happened. */
@NullMarked
package io.tollgate.metering.audit;

import org.jspecify.annotations.NullMarked;
