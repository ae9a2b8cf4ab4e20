/** Pages about the house itself: clinics, plans, the audit. */
@NullMarked
package io.doula.desk.house;

import org.jspecify.annotations.NullMarked;
