/**
 * What runs inside the program's own process when a measurement asks for it: it sees each
 * statement, each commit and each call of a channel, takes its time, or ends the process there.
 * Never part of doula.jar.
 */
@NullMarked
package io.doula.bench.inside;

import org.jspecify.annotations.NullMarked;
