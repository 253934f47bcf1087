package io.tollgate.ingress.health;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.tollgate.bus.CompactedTopics;
import io.tollgate.ingress.IngressConfig;
import io.tollgate.ingress.auth.AccessConsumer;
import io.tollgate.ingress.auth.KeyTable;
import io.tollgate.ingress.models.Catalogue;
import io.tollgate.ingress.models.CatalogueConsumer;
import io.tollgate.livestate.CreditHolds;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when everything that the compacted topics had at start is known, a heartbeat of the ledger has been heard, and Redis answers. Later
 * troubles of the ledger do not take the instance away: it tells callers about them itself.
 */
@Readiness
@ApplicationScoped
public class ReadyCheck implements AsyncHealthCheck {

    private static final List<String> CHANNELS = List.of(
            AccessConsumer.KEYS_CHANNEL,
            AccessConsumer.ACCOUNTS_CHANNEL,
            CatalogueConsumer.ENDPOINTS_CHANNEL,
            CatalogueConsumer.PRICES_CHANNEL);

    /** An empty one is being filled by the ledger; requests that cost something are refused meanwhile. */
    private enum CreditStore {
        FILLED,
        EMPTY,
        UNREACHABLE
    }

    private final CompactedTopics topics;
    private final CreditHolds credit;
    private final KeyTable keys;
    private final Catalogue catalogue;
    private final Clock clock;
    private final Duration heartbeatLimit;
    private volatile boolean heard;

    ReadyCheck(
            CompactedTopics topics,
            CreditHolds credit,
            KeyTable keys,
            Catalogue catalogue,
            Clock clock,
            IngressConfig config) {
        this.topics = topics;
        this.credit = credit;
        this.keys = keys;
        this.catalogue = catalogue;
        this.clock = clock;
        this.heartbeatLimit = config.auth().heartbeatLimit();
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        List<Uni<Boolean>> reads = CHANNELS.stream().map(topics::caughtUp).toList();
        Uni<Boolean> read = Uni.join().all(reads).andFailFast().map(all -> !all.contains(false));
        Uni<CreditStore> store = credit.ready()
                .map(filled -> filled ? CreditStore.FILLED : CreditStore.EMPTY)
                .onFailure()
                .recoverWithItem(CreditStore.UNREACHABLE);
        return Uni.combine().all().unis(read, store).with(this::response);
    }

    private HealthCheckResponse response(boolean read, CreditStore store) {
        boolean redis = store != CreditStore.UNREACHABLE;
        heard = heard || keys.fresh(clock.instant(), heartbeatLimit);
        boolean visible = read && !catalogue.pending();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("ingress")
                .withData("topics read", read)
                .withData("catalogue visible", visible)
                .withData("heartbeat heard", heard)
                .withData("redis answers", redis)
                .withData("credit filled", store == CreditStore.FILLED);
        return response.status(visible && heard && redis).build();
    }
}
