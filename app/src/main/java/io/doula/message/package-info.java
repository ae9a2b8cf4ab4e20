/**
 * Which words, in which language, for which visits: texts of reminders, the length of an SMS, and
 * the words by which people stop and start them. May point at {@code core} alone.
 */
@NullMarked
package io.doula.message;

import org.jspecify.annotations.NullMarked;
