/** The files of the classic profile, at work: the real Nginx before doula.jar. */
@NullMarked
package io.doula.classic;

import org.jspecify.annotations.NullMarked;
