package io.tollgate.ingress.idempotency;

/** What a repeated use of a key means. */
final class KeyUseRule {

    /** What the rule says. */
    enum Verdict {
        /** The key stands for another body. */
        OTHER_BODY,
        /** The request is accepted: its reply is this caller's, too. */
        ATTACH,
        /** The request is about to be accepted or refused. */
        WAIT,
        /** Whoever was accepting the request does so no more: find out whether it was accepted. */
        DOUBT
    }

    private KeyUseRule() {}

    static Verdict judge(KeyUse use, KeyEntry entry) {
        if (!entry.hasBodyOf(use)) {
            return Verdict.OTHER_BODY;
        }
        if (entry.accepted()) {
            return Verdict.ATTACH;
        }
        return entry.overdue() ? Verdict.DOUBT : Verdict.WAIT;
    }
}
