/** How AWS is reached: region, endpoint and login, as settings say. Points at core. */
@NullMarked
package io.doula.aws;

import org.jspecify.annotations.NullMarked;
