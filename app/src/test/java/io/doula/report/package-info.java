/** The reports, over real families. */
@NullMarked
package io.doula.report;

import org.jspecify.annotations.NullMarked;
