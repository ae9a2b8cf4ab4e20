/** The database: its clock, its login, its migrations. Points at core. */
@NullMarked
package io.doula.database;

import org.jspecify.annotations.NullMarked;
