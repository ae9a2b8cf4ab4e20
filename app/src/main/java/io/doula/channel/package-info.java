/**
 * How a message leaves: one port, {@link io.doula.channel.Channel}, and its implementations. Points
 * at aws and core.
 */
@NullMarked
package io.doula.channel;

import org.jspecify.annotations.NullMarked;
