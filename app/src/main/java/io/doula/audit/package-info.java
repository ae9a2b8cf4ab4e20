/**
 * The trail: who saw, changed, exported or was sent what about whom; its seals, and what is told of
 * one person. Points at core, staff (what happens to accounts) and, by SQL, at all that is held
 * about her.
 */
@NullMarked
package io.doula.audit;

import org.jspecify.annotations.NullMarked;
