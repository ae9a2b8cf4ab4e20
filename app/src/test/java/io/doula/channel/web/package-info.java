/** Webhooks as providers post to them. */
@NullMarked
package io.doula.channel.web;

import org.jspecify.annotations.NullMarked;
