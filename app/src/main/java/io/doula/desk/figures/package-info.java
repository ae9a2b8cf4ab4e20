/** Pages of pictures: coverage, delivery, the load to come. */
@NullMarked
package io.doula.desk.figures;

import org.jspecify.annotations.NullMarked;
