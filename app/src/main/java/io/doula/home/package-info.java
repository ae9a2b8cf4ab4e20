/**
 * The first pages people see, and what watches over the program reads. Points at core, http,
 * reminder and, by SQL, at what it shows.
 */
@NullMarked
package io.doula.home;

import org.jspecify.annotations.NullMarked;
