/**
 * What is due, and why: plans as data, one engine that derives every date from its anchors.
 *
 * <p>Pure Java: no Spring, no SQL, no "today". Arrows may leave towards {@code io.doula.core}
 * alone.
 */
@NullMarked
package io.doula.schedule;

import org.jspecify.annotations.NullMarked;
