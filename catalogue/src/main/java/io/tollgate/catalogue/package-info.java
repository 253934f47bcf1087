/** What is on offer now: models, providers, endpoints and prices, and which endpoints may serve a request; pure and immutable. */
@NullMarked
package io.tollgate.catalogue;

import org.jspecify.annotations.NullMarked;
