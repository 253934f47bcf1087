/** The files that containers are run from, against the services they run. */
@NullMarked
package io.tollgate.architecture.deployment;

import org.jspecify.annotations.NullMarked;
