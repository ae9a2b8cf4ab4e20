/**
 * Where providers post what became of messages and what people answer. Points at channel and core.
 */
@NullMarked
package io.doula.channel.web;

import org.jspecify.annotations.NullMarked;
