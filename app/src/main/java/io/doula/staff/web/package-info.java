/** The doors of staff: tokens, the user list, sign-in pages, and what each role may reach. */
@NullMarked
package io.doula.staff.web;

import org.jspecify.annotations.NullMarked;
