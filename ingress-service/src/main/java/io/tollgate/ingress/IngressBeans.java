package io.tollgate.ingress;

import io.tollgate.ingress.auth.KeyTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Parts that are usable without a container, too. */
@ApplicationScoped
public class IngressBeans {

    @Produces
    @Singleton
    KeyTable keyTable() {
        return new KeyTable();
    }
}
