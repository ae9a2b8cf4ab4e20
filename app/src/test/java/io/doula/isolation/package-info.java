/** Isolation: what a nurse sees of other clinics is nothing, by each of two layers alone. */
@NullMarked
package io.doula.isolation;

import org.jspecify.annotations.NullMarked;
