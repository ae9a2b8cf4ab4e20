/**
 * What the one-command start brings along: PostgreSQL and Redis in a folder, demo clinics with
 * people in them.
 */
@NullMarked
package io.doula.local;

import org.jspecify.annotations.NullMarked;
