/** Child processes, ports and files of one stack. */
@NullMarked
package io.tollgate.localstack.process;

import org.jspecify.annotations.NullMarked;
