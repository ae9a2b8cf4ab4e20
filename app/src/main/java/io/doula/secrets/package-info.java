/**
 * What must not be known outside: settings from a file and from Secrets Manager, the application's
 * key. Points at aws and core.
 */
@NullMarked
package io.doula.secrets;

import org.jspecify.annotations.NullMarked;
