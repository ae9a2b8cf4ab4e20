/**
 * What a programme asks of all its families at once: coverage, drop-out, delivery. Numbers only,
 * nothing of a person. Points at reminder, schedule, core and, by SQL, at what it counts.
 */
@NullMarked
package io.doula.report;

import org.jspecify.annotations.NullMarked;
