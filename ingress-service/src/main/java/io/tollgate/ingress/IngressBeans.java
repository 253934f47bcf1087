package io.tollgate.ingress;

import io.quarkus.arc.DefaultBean;
import io.tollgate.ingress.auth.KeyTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Parts that are usable without a container, too. */
@ApplicationScoped
public class IngressBeans {

    @Produces
    @Singleton
    @DefaultBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    KeyTable keyTable() {
        return new KeyTable();
    }
}
