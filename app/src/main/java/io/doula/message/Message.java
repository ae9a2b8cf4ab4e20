package io.doula.message;

/**
 * A text ready to send.
 *
 * @param language the language it is in (BCP 47), which may differ from the one asked for
 * @param text one line of plain text
 */
public record Message(String language, String text) {}
