/**
 * The contract: HTTP requests and the answers expected of both doors, as data
 * (src/test/resources/contract), and what sends and compares them. Points at the laptop's stack.
 */
@NullMarked
package io.doula.functions.contract;

import org.jspecify.annotations.NullMarked;
