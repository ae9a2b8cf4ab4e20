/** The pages about people, as a browser sees them. */
@NullMarked
package io.doula.desk.people;

import org.jspecify.annotations.NullMarked;
