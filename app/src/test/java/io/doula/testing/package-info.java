/** What tests share: a real PostgreSQL, a clock they move, empty tables before each test. */
@NullMarked
package io.doula.testing;

import org.jspecify.annotations.NullMarked;
