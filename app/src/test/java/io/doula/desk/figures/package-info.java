/** Pictures, and the numbers in them. */
@NullMarked
package io.doula.desk.figures;

import org.jspecify.annotations.NullMarked;
