package io.tollgate.bus;

import io.quarkus.arc.DefaultBean;
import io.smallrye.common.annotation.Identifier;
import io.tollgate.contracts.codec.EventCodec;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;

/** Makes the parts of the bus that are usable without a container, too. */
@ApplicationScoped
public class BusBeans {

    @Produces
    @Singleton
    @DefaultBean
    EventCodec codec(BusConfig config, Clock clock) {
        return new EventCodec(config.source(), clock);
    }

    /** Of a service that compares no times with others. */
    @Produces
    @Singleton
    @DefaultBean
    Clock machineClock() {
        return Clock.systemUTC();
    }

    /** Made when the first body needs it, so that a service without a datasource starts. */
    @Produces
    @ApplicationScoped
    @DefaultBean
    BlobStore blobStore(Instance<Pool> pool) {
        return new PostgresBlobStore(pool.get());
    }

    /** Made when first used. */
    @Produces
    @ApplicationScoped
    TopicDeclaration topicDeclaration(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        return TopicDeclaration.connect(broker);
    }

    void close(@Disposes TopicDeclaration declaration) {
        declaration.close();
    }
}
