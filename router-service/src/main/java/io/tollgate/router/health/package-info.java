/** What attempts tell about endpoints. */
@NullMarked
package io.tollgate.router.health;

import org.jspecify.annotations.NullMarked;
