/** Holds the committed openapi.json against the handlers. */
@NullMarked
package io.doula.openapi;

import org.jspecify.annotations.NullMarked;
