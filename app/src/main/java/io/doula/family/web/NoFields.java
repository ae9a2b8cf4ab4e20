package io.doula.family.web;

/** The body of a request that says all by its path: {@code {}}, or none. */
record NoFields() {}
