/**
 * The desk at which staff work: the pages under /app. Its rooms show what other rooms know; nothing
 * points at them.
 */
@NullMarked
package io.doula.desk;

import org.jspecify.annotations.NullMarked;
