/**
 * What people do, in a real browser, through both doors, and what every page promises. A test tool;
 * docs/web.md.
 */
@NullMarked
package io.doula.functions.browser;

import org.jspecify.annotations.NullMarked;
