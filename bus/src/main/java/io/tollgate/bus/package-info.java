/**
 * How events and bodies travel: events as Kafka records that are acknowledged before anybody can see their effect, dead letters, large
 * bodies by reference, and the declaration of topics.
 */
@NullMarked
package io.tollgate.bus;

import org.jspecify.annotations.NullMarked;
