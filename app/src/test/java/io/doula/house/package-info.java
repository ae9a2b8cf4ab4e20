/**
 * Tests that hold the house's own rules: where arrows may point, where time comes from, what is in
 * the jar.
 */
@NullMarked
package io.doula.house;

import org.jspecify.annotations.NullMarked;
