package io.tollgate.contracts;

import io.tollgate.contracts.account.AccountEvent;
import io.tollgate.contracts.account.KeyEvent;
import io.tollgate.contracts.attempt.AttemptEvent;
import io.tollgate.contracts.attempt.RouteEvent;
import io.tollgate.contracts.catalogue.CatalogueEvent;
import io.tollgate.contracts.dispatch.DispatchEvent;
import io.tollgate.contracts.hold.HoldEvent;
import io.tollgate.contracts.ledger.LedgerEvent;
import io.tollgate.contracts.price.PriceEvent;
import io.tollgate.contracts.request.RequestEvent;
import io.tollgate.contracts.usage.UsageEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The topics, what travels on each, and how each is declared. Partition counts of keyed topics never change. */
public enum Topic {
    REQUESTS("inference.requests.v1", RequestEvent.class, 12, Duration.ofHours(3), true),
    /** One topic a provider: {@link #forProvider} gives the whole name. */
    DISPATCH("inference.dispatch.v1", DispatchEvent.class, 1, Duration.ofHours(3), true),
    ATTEMPTS("inference.attempts.v1", AttemptEvent.class, 12, Duration.ofDays(7), false),
    ROUTES("inference.routes.v1", RouteEvent.class, 12, Duration.ofDays(7), false),
    HOLDS("holds.v1", HoldEvent.class, 12, Duration.ofDays(7), false),
    USAGE("usage.events.v1", UsageEvent.class, 12, Duration.ofDays(90), false),
    LEDGER("ledger.events.v1", LedgerEvent.class, 12, Duration.ofDays(90), false),
    ACCOUNTS("accounts.v1", AccountEvent.class, 1, Duration.ZERO, false),
    KEYS("accounts.keys.v1", KeyEvent.class, 1, Duration.ZERO, false),
    ENDPOINTS("catalogue.endpoints.v1", CatalogueEvent.class, 1, Duration.ZERO, false),
    PRICES("catalogue.prices.v1", PriceEvent.class, 1, Duration.ZERO, false);

    private static final String DEAD_LETTER_SUFFIX = ".dlq";

    private final String topicName;
    private final Class<? extends Event> events;
    private final int partitions;
    private final Duration retention;
    private final boolean bodyAsValue;

    Topic(String topicName, Class<? extends Event> events, int partitions, Duration retention, boolean bodyAsValue) {
        this.topicName = topicName;
        this.events = events;
        this.partitions = partitions;
        this.retention = retention;
        this.bodyAsValue = bodyAsValue;
    }

    /** The Kafka name; for {@link #DISPATCH} the prefix that every provider's topic shares. */
    public String topicName() {
        return topicName;
    }

    /** The dispatch topic of one provider. */
    public static String forProvider(String providerSlug) {
        return DISPATCH.topicName + "." + providerSlug;
    }

    /** Where a consumer of the given topic puts what it cannot read. */
    public static String deadLettersOf(String topicName) {
        return topicName + DEAD_LETTER_SUFFIX;
    }

    /** The sealed interface of everything that travels on this topic. */
    public Class<? extends Event> events() {
        return events;
    }

    /** Partitions on one node; a cluster gives dispatch topics more, as many as it has workers. */
    public int partitions() {
        return partitions;
    }

    /** How long records are kept; zero for a compacted topic. */
    public Duration retention() {
        return retention;
    }

    /** Whether only the newest record a key is kept. */
    public boolean compacted() {
        return retention.isZero();
    }

    /** Whether the record value is the caller's body and the event stands in a header. */
    public boolean bodyAsValue() {
        return bodyAsValue;
    }

    /** How the topic is declared: Kafka's own names of topic settings. */
    public Map<String, String> configuration() {
        Map<String, String> settings = new HashMap<>();
        settings.put("max.message.bytes", "1572864");
        if (compacted()) {
            settings.put("cleanup.policy", "compact");
            settings.put("max.compaction.lag.ms", "3600000");
            settings.put("segment.ms", "3600000");
        } else {
            settings.put("retention.ms", Long.toString(retention.toMillis()));
        }
        if (bodyAsValue) {
            // Retention deletes closed segments only: small ones keep prompts no longer than promised.
            settings.put("segment.ms", "600000");
            settings.put("message.timestamp.type", "LogAppendTime");
        }
        return settings;
    }

    /** The topic on which events of the given class travel. */
    public static Topic of(Class<? extends Event> eventClass) {
        for (Topic topic : values()) {
            if (topic.events.isAssignableFrom(eventClass)) {
                return topic;
            }
        }
        throw new IllegalArgumentException("no topic carries " + eventClass.getName());
    }
}
