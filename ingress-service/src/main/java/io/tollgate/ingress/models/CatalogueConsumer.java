package io.tollgate.ingress.models;

import io.quarkus.runtime.StartupEvent;
import io.tollgate.bus.CompactedTopics;
import io.tollgate.bus.EventReader;
import io.tollgate.contracts.catalogue.CatalogueEvent;
import io.tollgate.contracts.codec.UnreadableEventException;
import io.tollgate.contracts.price.PriceEvent;
import io.tollgate.contracts.price.PriceVersionStated;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Reads the catalogue, from the beginning at every start, and makes what it read visible a moment later.
 *
 * <p>Guarantee: every record of {@code catalogue.endpoints.v1} and {@code catalogue.prices.v1} is applied by every instance.
 * Idempotency: the newest revision of a statement stays, and the first statement of a price version. On failure: a record that cannot
 * be read is logged and passed over.
 */
@ApplicationScoped
public class CatalogueConsumer {

    /** The channels, for readiness. */
    public static final String ENDPOINTS_CHANNEL = "endpoints";

    public static final String PRICES_CHANNEL = "prices";

    private static final Logger LOG = Logger.getLogger(CatalogueConsumer.class);
    private static final Duration GATHER = Duration.ofMillis(200);
    private static final Duration RENEW = Duration.ofMinutes(1);

    private final EventReader events;
    private final CompactedTopics topics;
    private final Catalogue catalogue;
    private final Vertx vertx;

    CatalogueConsumer(EventReader events, CompactedTopics topics, Catalogue catalogue, Vertx vertx) {
        this.events = events;
        this.topics = topics;
        this.catalogue = catalogue;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent started) {
        vertx.setPeriodic(GATHER.toMillis(), tick -> {
            if (catalogue.pending()) {
                onWorker(catalogue::publish);
            }
        });
        vertx.setPeriodic(RENEW.toMillis(), tick -> onWorker(catalogue::publish));
    }

    private void onWorker(Runnable work) {
        vertx.executeBlocking(() -> {
                    work.run();
                    return true;
                })
                .onFailure(failure -> LOG.error("the catalogue cannot be prepared", failure));
    }

    @Incoming(ENDPOINTS_CHANNEL)
    CompletionStage<Void> takeEndpoint(Message<byte[]> message) {
        try {
            if (message.getPayload() != null) {
                catalogue.apply(events.read(CatalogueEvent.class, message));
            }
        } catch (UnreadableEventException unreadable) {
            LOG.errorf("a catalogue statement cannot be read: %s", unreadable.getMessage());
        }
        topics.applied(ENDPOINTS_CHANNEL, message);
        return message.ack();
    }

    @Incoming(PRICES_CHANNEL)
    CompletionStage<Void> takePrice(Message<byte[]> message) {
        try {
            if (message.getPayload() != null
                    && events.read(PriceEvent.class, message) instanceof PriceVersionStated stated) {
                catalogue.apply(stated.version());
            }
        } catch (UnreadableEventException unreadable) {
            LOG.errorf("a price statement cannot be read: %s", unreadable.getMessage());
        }
        topics.applied(PRICES_CHANNEL, message);
        return message.ack();
    }
}
