package io.tollgate.ingress.owner;

import java.util.Locale;

/** A service that owns a part of the API. */
public enum Owner {
    LEDGER,
    METERING,
    ROUTER;

    /** The service's name for people. */
    public String serviceName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
