/** A broker in memory: partitioned logs, producers whose acknowledgements get lost, groups whose partitions move and records come again. */
@NullMarked
package io.tollgate.simulation.kafka;

import org.jspecify.annotations.NullMarked;
