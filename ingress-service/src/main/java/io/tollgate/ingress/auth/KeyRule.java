package io.tollgate.ingress.auth;

import io.tollgate.contracts.account.AccountStated;
import io.tollgate.contracts.account.KeyStated;
import io.tollgate.contracts.account.KeyStatus;
import java.time.Instant;

/** Whether a known key is accepted. */
public final class KeyRule {

    /** What the rule says. */
    public enum Verdict {
        ACCEPTED,
        /** The key is switched off, deleted or expired. */
        KEY_REFUSED,
        /** The account is switched off. */
        ACCOUNT_REFUSED
    }

    private KeyRule() {}

    public static Verdict judge(KeyStated key, AccountStated account, Instant now) {
        if (key.status() != KeyStatus.ACTIVE) {
            return Verdict.KEY_REFUSED;
        }
        Instant expiry = key.expiresAt();
        if (expiry != null && !now.isBefore(expiry)) {
            return Verdict.KEY_REFUSED;
        }
        return account.enabled() ? Verdict.ACCEPTED : Verdict.ACCOUNT_REFUSED;
    }
}
