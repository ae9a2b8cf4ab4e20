/** The homepage, and what watches over the program reads. Points at core, http and reminder. */
@NullMarked
package io.doula.home;

import org.jspecify.annotations.NullMarked;
