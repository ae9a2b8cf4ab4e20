/**
 * Wake-ups for workers: hints that something is due, never the only copy of anything. Points at aws
 * and core.
 */
@NullMarked
package io.doula.queue;

import org.jspecify.annotations.NullMarked;
