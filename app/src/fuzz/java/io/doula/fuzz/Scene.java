package io.doula.fuzz;

/**
 * What a deed may lean on.
 *
 * @param family the people that this request is about
 * @param samples sound bodies
 */
record Scene(Chance chance, World world, World.Family family, Samples samples) {}
