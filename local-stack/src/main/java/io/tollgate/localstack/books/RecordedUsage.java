package io.tollgate.localstack.books;

import io.tollgate.contracts.Topic;
import io.tollgate.contracts.ledger.ChargePosted;
import io.tollgate.contracts.ledger.LedgerEvent;
import io.tollgate.contracts.usage.UsageEvent;
import io.tollgate.contracts.usage.UsageRecorded;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What the topics say of every attempt: its usage, the first in log order, and its charge. */
final class RecordedUsage {

    private final TopicReader topics;

    RecordedUsage(String bootstrapServers) {
        this.topics = new TopicReader(bootstrapServers);
    }

    /** The usage of each attempt. */
    Map<UUID, UsageRecorded> byAttempt() {
        Map<UUID, UsageRecorded> found = new LinkedHashMap<>();
        topics.each(Topic.USAGE, UsageEvent.class, event -> {
            if (event instanceof UsageRecorded usage) {
                found.putIfAbsent(usage.attemptId(), usage);
            }
        });
        return found;
    }

    /** The charge of each attempt, as the ledger announced it. */
    Map<UUID, ChargePosted> charges() {
        Map<UUID, ChargePosted> found = new LinkedHashMap<>();
        topics.each(Topic.LEDGER, LedgerEvent.class, event -> {
            if (event instanceof ChargePosted charge) {
                found.putIfAbsent(charge.attemptId(), charge);
            }
        });
        return found;
    }
}
