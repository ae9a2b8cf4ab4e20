/**
 * A WhatsApp provider that can fail in every way a provider fails, and that writes down what it
 * accepted. Plain JDK.
 */
@NullMarked
package io.doula.bench.provider;

import org.jspecify.annotations.NullMarked;
