/**
 * The house rules of HTTP: one form of error, If-Match, Idempotency-Key, limits, strict JSON.
 * Points at core and secrets.
 */
@NullMarked
package io.doula.http;

import org.jspecify.annotations.NullMarked;
