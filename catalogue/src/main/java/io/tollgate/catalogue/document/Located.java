package io.tollgate.catalogue.document;

/**
 * An entry and where it was written.
 *
 * @param file the file's name
 * @param path place in the file, e.g. {@code models[3].endpoints[0]}
 */
public record Located<T>(String file, String path, T entry) {}
