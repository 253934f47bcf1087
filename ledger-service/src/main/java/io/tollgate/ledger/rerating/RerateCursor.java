package io.tollgate.ledger.rerating;

import io.tollgate.ledger.access.RefusalException;

/** The last charge that was looked at; charges are looked at in the order of their requests. */
record RerateCursor(String requestId, int attempt) {

    static final RerateCursor START = new RerateCursor("", 0);

    private static final int ATTEMPT_DIGITS = 6;

    /** Reads what {@link #toString} wrote. */
    static RerateCursor parse(String text) {
        int slash = text.lastIndexOf('/');
        String number = text.substring(slash + 1);
        if (slash < 1
                || number.isEmpty()
                || number.length() > ATTEMPT_DIGITS
                || !number.chars().allMatch(Character::isDigit)) {
            throw RefusalException.badRequest("after must be what the call before answered as next", "after");
        }
        return new RerateCursor(text.substring(0, slash), Integer.parseInt(number));
    }

    @Override
    public String toString() {
        return requestId + "/" + attempt;
    }
}
