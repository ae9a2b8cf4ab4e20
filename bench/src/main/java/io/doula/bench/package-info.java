/** The measurements: what is done to the program, and what is asked of it afterwards. */
@NullMarked
package io.doula.bench;

import org.jspecify.annotations.NullMarked;
