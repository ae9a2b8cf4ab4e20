/** Channels against peers that speak their protocol, well and badly. */
@NullMarked
package io.doula.channel;

import org.jspecify.annotations.NullMarked;
