/** Who works here: accounts, passwords, sign-in, roles. Points at core, secrets and http. */
@NullMarked
package io.doula.staff;

import org.jspecify.annotations.NullMarked;
