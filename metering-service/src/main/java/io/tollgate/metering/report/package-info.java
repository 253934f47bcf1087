/** The month of the whole platform. */
@NullMarked
package io.tollgate.metering.report;

import org.jspecify.annotations.NullMarked;
