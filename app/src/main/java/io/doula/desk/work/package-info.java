/** Pages of the day's work: who is due, who is overdue, what became of reminders and registers. */
@NullMarked
package io.doula.desk.work;

import org.jspecify.annotations.NullMarked;
