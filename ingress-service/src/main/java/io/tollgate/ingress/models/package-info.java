/** The public catalogue: models, endpoints, providers and their prices. */
@NullMarked
package io.tollgate.ingress.models;

import org.jspecify.annotations.NullMarked;
