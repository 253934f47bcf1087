/** What an account used in the last days. */
@NullMarked
package io.tollgate.metering.activity;

import org.jspecify.annotations.NullMarked;
