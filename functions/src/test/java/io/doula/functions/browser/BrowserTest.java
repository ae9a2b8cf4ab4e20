package io.doula.functions.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that may ask for the {@link Village}, which is opened once for all of them. They are
 * skipped where there is no chromium or no Nginx, and say so.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(VillageOpens.class)
@interface BrowserTest {}
