package io.doula.desk.figures;

/**
 * Some of what a bar shows.
 *
 * @param kind how it is drawn: colour and pattern
 */
record Amount(String kind, long number) {}
