/** Test support: real infrastructure by one switch, and events in and out of Kafka. */
@NullMarked
package io.tollgate.testkit;

import org.jspecify.annotations.NullMarked;
