package io.tollgate.catalogue.document;

/**
 * Something in a catalogue that cannot be.
 *
 * @param file the file it stands in
 * @param path place in the file
 * @param message what is wrong, in words
 */
public record Problem(String file, String path, String message) {

    @Override
    public String toString() {
        return file + (path.isEmpty() ? "" : ": " + path) + ": " + message;
    }
}
