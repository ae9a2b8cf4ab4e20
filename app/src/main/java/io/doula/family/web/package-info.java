/**
 * HTTP's door to families: thin handlers that read the clock and ask the plural nouns. Points at
 * family, http, core.
 */
@NullMarked
package io.doula.family.web;

import org.jspecify.annotations.NullMarked;
