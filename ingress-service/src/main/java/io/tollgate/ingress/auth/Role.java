package io.tollgate.ingress.auth;

import java.util.Locale;

/** What a caller may do. */
public enum Role {
    /** Call models. */
    INFERENCE,
    /** Manage the keys of an account, and see its use. */
    MANAGEMENT,
    /** Run the platform. */
    OPERATOR;

    /** The role's name between services. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
