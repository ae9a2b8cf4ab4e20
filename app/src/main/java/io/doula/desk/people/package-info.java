/** Pages about mothers and babies: finding and registering them, and recording what happened. */
@NullMarked
package io.doula.desk.people;

import org.jspecify.annotations.NullMarked;
