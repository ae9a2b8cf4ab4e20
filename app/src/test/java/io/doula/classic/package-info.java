/** The classic profile's shipped files, tried as they are: units, release, Nginx. */
@NullMarked
package io.doula.classic;

import org.jspecify.annotations.NullMarked;
