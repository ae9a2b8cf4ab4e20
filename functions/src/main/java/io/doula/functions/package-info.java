/**
 * The program's doors in Lambda: each a few lines over the beans that the jar serves. Nothing
 * points here.
 */
@NullMarked
package io.doula.functions;

import org.jspecify.annotations.NullMarked;
