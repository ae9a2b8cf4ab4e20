/**
 * Clinics, mothers, pregnancies, babies and what was recorded about them; registers that come as
 * files. Points at schedule and core.
 */
@NullMarked
package io.doula.family;

import org.jspecify.annotations.NullMarked;
