/**
 * Where providers say what became of messages, and hand on what people wrote: webhooks, signed.
 * Points at channel, core and http.
 */
@NullMarked
package io.doula.channel.web;

import org.jspecify.annotations.NullMarked;
