/**
 * The commands of doula.jar, for the person at a terminal. Points at core, secrets, family, staff,
 * channel, message, queue and http (which names the socket).
 */
@NullMarked
package io.doula.cli;

import org.jspecify.annotations.NullMarked;
