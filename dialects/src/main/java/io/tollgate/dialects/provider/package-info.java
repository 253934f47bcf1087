/** What a worker needs of a provider's dialect: the request to send, and readers of its reply and its errors. */
@NullMarked
package io.tollgate.dialects.provider;

import org.jspecify.annotations.NullMarked;
