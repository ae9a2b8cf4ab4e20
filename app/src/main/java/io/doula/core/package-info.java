/**
 * Words and rules that every room uses: phone numbers, languages, the clock, refusals. Points at
 * nothing.
 */
@NullMarked
package io.doula.core;

import org.jspecify.annotations.NullMarked;
