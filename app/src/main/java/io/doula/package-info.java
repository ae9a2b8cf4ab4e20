/** Where the program begins. Points at cli. */
@NullMarked
package io.doula;

import org.jspecify.annotations.NullMarked;
