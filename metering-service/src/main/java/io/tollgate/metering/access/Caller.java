package io.tollgate.metering.access;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;

/** Who calls, as ingress authenticated them. */
public final class Caller {

    private static final String ACCOUNT_HEADER = "X-Tollgate-Account";
    private static final String ROLE_HEADER = "X-Tollgate-Role";

    private Caller() {}

    /** The account of a caller with a management key; refuses everybody else. */
    public static String requireManagement(HttpHeaders headers) {
        String account = headers.getHeaderString(ACCOUNT_HEADER);
        if (!role(headers).equals("management") || account == null || account.isEmpty()) {
            throw RefusalException.forbidden("this needs a management key");
        }
        return account;
    }

    /** Refuses everybody but the operator. */
    public static void requireOperator(HttpHeaders headers) {
        if (!role(headers).equals("operator")) {
            throw RefusalException.forbidden("this needs the operator's key");
        }
    }

    private static String role(HttpHeaders headers) {
        String role = headers.getHeaderString(ROLE_HEADER);
        return role == null ? "" : role.toLowerCase(Locale.ROOT);
    }
}
