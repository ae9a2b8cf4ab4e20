/**
 * The reminders over HTTP, and the local profile's phone and clock. Points at reminder, channel,
 * queue, http and core.
 */
@NullMarked
package io.doula.reminder.web;

import org.jspecify.annotations.NullMarked;
