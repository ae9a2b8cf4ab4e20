package io.doula.http;

/** The body of a request that says all by its path: {@code {}}, or none. */
public record NoFields() {}
