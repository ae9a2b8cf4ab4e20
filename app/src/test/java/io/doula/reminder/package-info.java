/** Tests of planning and delivery. */
@NullMarked
package io.doula.reminder;

import org.jspecify.annotations.NullMarked;
