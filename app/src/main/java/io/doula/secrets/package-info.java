/** What must not be known outside: the application's key. Points at nothing. */
@NullMarked
package io.doula.secrets;

import org.jspecify.annotations.NullMarked;
