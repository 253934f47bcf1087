package io.tollgate.ingress.auth;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.account.AccountStated;
import io.tollgate.contracts.account.KeyStated;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.ingress.IngressConfig;
import io.tollgate.ingress.http.ApiError;
import io.tollgate.ingress.http.ApiException;
import io.tollgate.ingress.owner.Owner;
import io.tollgate.ingress.owner.OwnerCall;
import io.tollgate.ingress.owner.OwnerClient;
import io.tollgate.ingress.owner.OwnerReply;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Asks the ledger for a key that the table does not have: one that was made a moment ago works before its statement arrives. Bounded
 * in time and number; what the ledger does not know is not asked again for a while.
 */
@ApplicationScoped
public class KeyLookup {

    private static final Logger LOG = Logger.getLogger(KeyLookup.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final OwnerClient owners;
    private final KeyTable table;
    private final IngressConfig.Auth limits;
    private final UnknownKeys unknown;
    private final AtomicInteger running = new AtomicInteger();
    private final ConcurrentMap<String, Uni<Optional<KeyStated>>> asked = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private final ObjectMapper mapper = EventCodec.mapper();

    KeyLookup(OwnerClient owners, KeyTable table, Vertx vertx, IngressConfig config) {
        this.vertx = vertx;
        this.owners = owners;
        this.table = table;
        this.limits = config.auth();
        this.unknown = new UnknownKeys(limits.unknownFor(), limits.maxUnknown());
    }

    /** A key and its account, as the ledger states them. */
    record KnownKey(
            @JsonProperty(required = true) KeyStated key,
            @JsonProperty(required = true) AccountStated account) {}

    /**
     * Puts what the ledger knows of a key into the table; empty if it knows nothing. Fails with 503 if the ledger cannot be asked. However many
     * requests come with a new key, it is asked about once. Emits on the context on which it was called.
     */
    Uni<Optional<KeyStated>> find(String hash) {
        if (unknown.contains(hash, System.nanoTime())) {
            return Uni.createFrom().item(Optional.empty());
        }
        Context context = vertx.getOrCreateContext();
        return asked.computeIfAbsent(hash, this::askOnce)
                .emitOn(command -> context.runOnContext(ignored -> command.run()));
    }

    private Uni<Optional<KeyStated>> askOnce(String hash) {
        return Uni.createFrom()
                .deferred(() -> ask(hash))
                .onTermination()
                .invoke(() -> asked.remove(hash))
                .memoize()
                .indefinitely();
    }

    private Uni<Optional<KeyStated>> ask(String hash) {
        if (running.incrementAndGet() > limits.maxLookups()) {
            running.decrementAndGet();
            return Uni.createFrom().failure(unavailable());
        }
        OwnerCall call = new OwnerCall(
                Owner.LEDGER, HttpMethod.GET, "/internal/keys/" + hash, Map.of(), new byte[0], limits.lookupTimeout());
        return owners.call(call)
                .onTermination()
                .invoke(() -> running.decrementAndGet())
                .onFailure()
                .transform(failure -> unavailable())
                .map(reply -> read(hash, reply));
    }

    private Optional<KeyStated> read(String hash, OwnerReply reply) {
        if (reply.status() == 404) {
            unknown.add(hash, System.nanoTime());
            return Optional.empty();
        }
        if (reply.status() != 200) {
            LOG.warnf("the ledger answered a key look-up with %d", reply.status());
            throw unavailable();
        }
        try {
            KnownKey known = mapper.readValue(reply.body(), KnownKey.class);
            table.offer(known.account());
            table.offer(known.key());
            return table.key(hash);
        } catch (IOException unreadable) {
            LOG.warn("the ledger's answer to a key look-up cannot be read");
            throw unavailable();
        }
    }

    private static ApiException unavailable() {
        return new ApiException(ApiError.unavailable("this key cannot be checked at the moment", RETRY_AFTER));
    }
}
