/**
 * The commands of doula.jar, for the person at a terminal. Points at core, secrets, family, queue
 * and staff.
 */
@NullMarked
package io.doula.cli;

import org.jspecify.annotations.NullMarked;
