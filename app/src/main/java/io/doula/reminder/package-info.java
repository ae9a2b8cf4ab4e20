/**
 * One message about what is due, planned once and delivered once. Points at family, schedule,
 * message, channel, queue and core.
 */
@NullMarked
package io.doula.reminder;

import org.jspecify.annotations.NullMarked;
