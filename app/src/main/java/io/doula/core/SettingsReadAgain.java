package io.doula.core;

/**
 * Settings were read again from where they are kept, and may say something else now: whoever made
 * something of one looks at it again.
 */
public record SettingsReadAgain() {}
