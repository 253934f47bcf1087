/** Joins the usage of an attempt with its charge and adds both to the rollups. */
@NullMarked
package io.tollgate.metering.attempt;

import org.jspecify.annotations.NullMarked;
