/** The processes of a measurement: PostgreSQL, Redis and the program itself. */
@NullMarked
package io.doula.bench.parts;

import org.jspecify.annotations.NullMarked;
