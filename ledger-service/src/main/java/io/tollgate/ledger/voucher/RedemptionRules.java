package io.tollgate.ledger.voucher;

import io.tollgate.ledger.access.RefusalException;
import java.util.Optional;

/** Decides whether a caller may redeem what it typed. Pure. */
final class RedemptionRules {

    private RedemptionRules() {}

    /** What to do about a voucher that may be redeemed. */
    enum Decision {
        /** Book it. */
        CREDIT,
        /** The same account redeemed it before; its answer may have been lost. */
        REPEAT
    }

    /**
     * Decides about a voucher that is locked.
     *
     * @param found the voucher with the code that was typed, if there is one
     * @throws RefusalException of type {@code voucher_unknown} (404), {@code voucher_used} (409), {@code voucher_withdrawn} or
     *     {@code voucher_expired} (410)
     */
    static Decision decide(Optional<Voucher> found, String account) {
        Voucher voucher = found.orElseThrow(RedemptionRules::unknown);
        return switch (voucher.state()) {
            case WITHDRAWN -> throw refused(410, "voucher_withdrawn", "this code was withdrawn");
            case REDEEMED -> {
                if (account.equals(voucher.account())) {
                    yield Decision.REPEAT;
                }
                throw refused(409, "voucher_used", "this code was redeemed before");
            }
            case OPEN -> {
                if (voucher.expired()) {
                    throw refused(410, "voucher_expired", "this code has expired");
                }
                yield Decision.CREDIT;
            }
        };
    }

    /** Nobody has such a code. */
    static RefusalException unknown() {
        return refused(404, "voucher_unknown", "there is no such code");
    }

    private static RefusalException refused(int status, String errorType, String message) {
        return RefusalException.typed(status, errorType, message, "code");
    }
}
