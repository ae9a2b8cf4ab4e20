/**
 * Sends the program what nobody should send it, as its own description suggests, and judges the
 * answers. Points at nothing of the program: it knows a base URL and an admin's password.
 */
@NullMarked
package io.doula.fuzz;

import org.jspecify.annotations.NullMarked;
