/** What crosses Kafka: the topics and, in one package a topic family, the events that travel on them. */
@NullMarked
package io.tollgate.contracts;

import org.jspecify.annotations.NullMarked;
