package io.doula.core;

/**
 * What is wrong with one field of an input.
 *
 * @param field the field as the sender wrote it, nested ones with dots ({@code scan.weeks})
 * @param message what is wrong, in words for a person; never repeats the value
 */
public record FieldError(String field, String message) {}
