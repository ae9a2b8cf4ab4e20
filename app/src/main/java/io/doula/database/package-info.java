/** The database: its clock, its login, its migrations. Points at core and secrets. */
@NullMarked
package io.doula.database;

import org.jspecify.annotations.NullMarked;
