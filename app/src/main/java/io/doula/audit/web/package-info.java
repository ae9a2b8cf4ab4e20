/** The trail and one person's data over HTTP. Points at core, http and audit. */
@NullMarked
package io.doula.audit.web;

import org.jspecify.annotations.NullMarked;
