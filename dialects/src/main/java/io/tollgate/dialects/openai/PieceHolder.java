package io.tollgate.dialects.openai;

/**
 * Holds back the piece of a tool call's arguments that makes them valid JSON until the call has ended: some clients run a call as
 * soon as its arguments parse.
 */
final class PieceHolder {

    private final StringBuilder held = new StringBuilder();
    private boolean any;
    private boolean container;
    private int depth;
    private boolean inString;
    private boolean escaped;

    /** Takes a piece; gives back what may be sent now, possibly nothing. */
    String take(String piece) {
        piece.chars().forEach(this::scan);
        held.append(piece);
        return parses() ? "" : release();
    }

    /** The call has ended; gives back what is still to be sent. Arguments that are empty become an empty object. */
    String end() {
        if (!any) {
            any = true;
            held.setLength(0);
            return "{}";
        }
        return release();
    }

    /** Another call has begun; gives back what is held of this one, which is whole as far as it goes. */
    String release() {
        String released = held.toString();
        held.setLength(0);
        return released;
    }

    /** Whether the arguments so far may be a whole JSON value; a bare number or word always may. */
    private boolean parses() {
        return any && (!container || depth <= 0);
    }

    private void scan(int character) {
        if (!any) {
            if (Character.isWhitespace(character)) {
                return;
            }
            any = true;
            container = character == '{' || character == '[';
        }
        if (inString) {
            scanString(character);
        } else {
            switch (character) {
                case '"' -> inString = true;
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {
                    // Anything else neither opens nor closes.
                }
            }
        }
    }

    private void scanString(int character) {
        if (escaped) {
            escaped = false;
        } else if (character == '\\') {
            escaped = true;
        } else if (character == '"') {
            inString = false;
        }
    }
}
