package io.tollgate.ledger.access;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;

/**
 * Who calls, as ingress authenticated them.
 *
 * @param account the caller's account; empty for the operator
 * @param key id of the caller's key; empty for the operator
 * @param keyHash hash of the caller's key; empty for the operator
 */
public record Caller(String account, String key, String keyHash, Role role) {

    /** What a caller may do. */
    public enum Role {
        /** Call models and look at the own account. */
        INFERENCE,
        /** Manage the account's keys and look at the own account. */
        MANAGEMENT,
        /** Run the platform. */
        OPERATOR,
        /** Another service on its own behalf. */
        NONE
    }

    static final String ACCOUNT_HEADER = "X-Tollgate-Account";
    static final String KEY_HEADER = "X-Tollgate-Key";
    static final String KEY_HASH_HEADER = "X-Tollgate-Key-Hash";
    static final String ROLE_HEADER = "X-Tollgate-Role";

    /** The caller that trusted headers name. */
    public static Caller of(HttpHeaders headers) {
        return new Caller(
                header(headers, ACCOUNT_HEADER),
                header(headers, KEY_HEADER),
                header(headers, KEY_HASH_HEADER),
                role(header(headers, ROLE_HEADER)));
    }

    /** The account of a caller with a key of either kind; refuses everybody else. */
    public String requireAccount() {
        if ((role != Role.INFERENCE && role != Role.MANAGEMENT) || account.isEmpty()) {
            throw RefusalException.forbidden("this needs an API key");
        }
        return account;
    }

    /** The account of a caller with a management key; refuses everybody else. */
    public String requireManagement() {
        if (role != Role.MANAGEMENT || account.isEmpty()) {
            throw RefusalException.forbidden("this needs a management key");
        }
        return account;
    }

    /** Refuses everybody but the operator. */
    public void requireOperator() {
        if (role != Role.OPERATOR) {
            throw RefusalException.forbidden("this needs the operator's key");
        }
    }

    private static Role role(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "inference" -> Role.INFERENCE;
            case "management" -> Role.MANAGEMENT;
            case "operator" -> Role.OPERATOR;
            default -> Role.NONE;
        };
    }

    private static String header(HttpHeaders headers, String name) {
        String value = headers.getHeaderString(name);
        return value == null ? "" : value;
    }
}
